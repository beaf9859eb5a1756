import { describe, expect, it } from '@jest/globals';
import { attachPartialMessage } from '../../lib/errors/attach-partial-message.ts';
import { IncompleteStreamError } from '../../lib/errors/incomplete-stream-error.ts';
import type { BetaMessage } from '../../lib/index.ts';

const messageOf = (id: string) => ({ id }) as BetaMessage;

describe('attachPartialMessage', () => {
  it('sets the message of an error of the library, once', () => {
    const error = new IncompleteStreamError();
    const [first, second] = [messageOf('msg_1'), messageOf('msg_2')];
    attachPartialMessage(error, first);
    attachPartialMessage(error, second);
    expect(error.partialMessage).toBe(first);
  });

  it('sets nothing without a message', () => {
    const error = new IncompleteStreamError();
    attachPartialMessage(error, undefined);
    expect(error.partialMessage).toBeUndefined();
  });

  it('leaves a frozen error unchanged', () => {
    const error = Object.freeze(new IncompleteStreamError());
    attachPartialMessage(error, messageOf('msg_1'));
    expect(error.partialMessage).toBeUndefined();
  });

  it.each([new Error('x'), { partialMessage: undefined }, null, 'x'])('does not change %p', (error) => {
    attachPartialMessage(error, messageOf('msg_1'));
    expect((error as { partialMessage?: unknown } | null)?.partialMessage).toBeUndefined();
  });
});
