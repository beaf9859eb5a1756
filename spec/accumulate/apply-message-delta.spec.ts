import { describe, expect, it } from '@jest/globals';
import { applyMessageDelta } from '../../lib/accumulate/apply-message-delta.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import type { BetaMessageDeltaEvent } from '../../lib/types/message-stream-event.ts';
import { deepFreeze } from '../support/deep-freeze.ts';
import { emptyMessage } from '../support/events.ts';

const message: BetaMessage = deepFreeze({ ...emptyMessage });
const applied = (event: object, to: BetaMessage = message) =>
  applyMessageDelta(to, { type: 'message_delta', delta: {}, ...event } as BetaMessageDeltaEvent);

describe('applyMessageDelta', () => {
  it('sets the stop reason and the stop sequence, also to null', () => {
    const stopped = applied({ delta: { stop_reason: 'stop_sequence', stop_sequence: 'x' } });
    expect(stopped).toEqual({ ...message, stop_reason: 'stop_sequence', stop_sequence: 'x' });
    expect(applied({ delta: { stop_reason: null, stop_sequence: null } }, stopped)).toEqual(message);
    expect(applied({ delta: {} }, stopped)).toEqual(stopped);
  });

  it('copies every other field of the delta and of the event, not the type', () => {
    const container = { id: 'c', expires_at: 'then' };
    expect(applied({ delta: { container, newer: 1 }, context_management: { applied_edits: [] } })).toEqual({
      ...message,
      container,
      newer: 1,
      context_management: { applied_edits: [] },
    });
  });

  it('keeps a value that null would replace, and sets an absent field to null', () => {
    const before = { ...message, container: { id: 'c', expires_at: 'then' } } as BetaMessage;
    expect(applied({ delta: { container: null }, note: null }, before)).toEqual({ ...before, note: null });
    expect(applied({ delta: { container: undefined } })).not.toHaveProperty('container');
  });

  it('replaces counters, keeps others, and never adds', () => {
    const usage = { output_tokens: 9, input_tokens: null, cache_read_input_tokens: null };
    expect(applied({ usage }).usage).toEqual({ input_tokens: 5, output_tokens: 9, cache_read_input_tokens: null });
    expect(applied({}).usage).toBe(message.usage);
    expect(applied({ usage: null }).usage).toBe(message.usage);
  });

  it('sets counters where the message has no usage', () => {
    const { usage: _, ...bare } = message;
    expect(applied({ usage: { output_tokens: 1 } }, bare as BetaMessage).usage).toEqual({ output_tokens: 1 });
  });
});
