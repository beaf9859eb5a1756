import { describe, expect, it } from '@jest/globals';
import { ReplyProgress } from '../../lib/stream/reply-progress.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStop, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart, reply } from '../support/events.ts';

const { S, B, a, E, D, X, U } = reply;
const open = messageDelta(null);
const silent = { type: 'message_delta', delta: {}, usage: { output_tokens: 2 } } as unknown as BetaMessageStreamEvent; // servers omit it

function statesOf(...events: BetaMessageStreamEvent[]) {
  const progress = new ReplyProgress();
  return events.map((event) => (progress.takes(event) ? progress.state : 'refused'));
}

describe('the state of ReplyProgress', () => {
  it.each<[string, BetaMessageStreamEvent[], string[]]>([
    ['of a reply', [S, B, a, E, D, X], ['open', 'open', 'open', 'open', 'stopping', 'ended']],
    ['waits for open blocks', [S, B, D, E], ['open', 'open', 'open', 'stopping']],
    [
      'waits for each open block',
      [S, B, textStart(1), D, E, blockStop(1)],
      ['open', 'open', 'open', 'open', 'open', 'stopping'],
    ],
    ['is open again with another block', [S, D, B], ['open', 'stopping', 'open']],
    ['is open again when null replaces the stop reason', [S, D, open], ['open', 'stopping', 'open']],
    ['keeps the stop reason of an update without one', [S, D, silent], ['open', 'stopping', 'stopping']],
    ['is not stopping for an update without a reason', [S, silent], ['open', 'open']],
    ['before a message', [U, a, D], ['none', 'none', 'none']],
    ['of a stop without a message', [X], ['ended']],
    [
      'after the end refuses events of the API',
      [S, X, a, B, E, D, X],
      ['open', 'ended', 'refused', 'refused', 'refused', 'refused', 'refused'],
    ],
    ['after the end takes unknown events', [S, X, U], ['open', 'ended', 'ended']],
    ['of the next message has no open blocks', [S, B, X, S, D], ['open', 'open', 'ended', 'open', 'stopping']],
    [
      'of the next message has no stop reason',
      [S, D, X, S, B, E],
      ['open', 'stopping', 'ended', 'open', 'open', 'open'],
    ],
  ])('%s', (_, events, states) => {
    expect(statesOf(...events)).toEqual(states);
  });
});

describe('lacksStart of ReplyProgress', () => {
  it.each<[string, BetaMessageStreamEvent[], boolean[]]>([
    ['of each event that adds to a reply', [B, a, E, D], [true, true, true, true]],
    ['not of the start, the stop and unknown events', [S, X, U], [false, false, false]],
  ])('%s', (_, events, lacks) => {
    expect(events.map((event) => new ReplyProgress().lacksStart(event))).toEqual(lacks);
  });

  it('is false in a reply and after it', () => {
    const progress = new ReplyProgress();
    progress.takes(S);
    expect(progress.lacksStart(B)).toBe(false);
    progress.takes(X);
    expect(progress.lacksStart(B)).toBe(false);
  });
});

describe('withUsage of ReplyProgress', () => {
  const delta = (usage: object | null | undefined) =>
    ({ type: 'message_delta', delta: {}, usage }) as unknown as BetaMessageStreamEvent; // servers omit it
  const start = messageStart({ usage: { input_tokens: 5, output_tokens: 3 } });

  it('returns other events, and counts that are complete, unchanged', () => {
    const progress = new ReplyProgress();
    expect([a, D].map((event) => progress.withUsage(event))).toEqual([a, D]);
    expect(progress.withUsage(D)).toBe(D);
  });

  it.each<[string, object | null | undefined, object]>([
    ['no usage', undefined, { output_tokens: 3 }],
    ['null', null, { output_tokens: 3 }],
    ['a count of null', { input_tokens: 7, output_tokens: null }, { input_tokens: 7, output_tokens: 3 }],
    ['another count', { input_tokens: 7 }, { input_tokens: 7, output_tokens: 3 }],
  ])('completes %s from message_start', (_, usage, expected) => {
    const progress = new ReplyProgress();
    progress.takes(start);
    expect(progress.withUsage(delta(usage))).toEqual(delta(expected));
  });

  it('completes a later update from the earlier one', () => {
    const progress = new ReplyProgress();
    progress.takes(start);
    progress.withUsage(delta({ output_tokens: 8 }));
    expect(progress.withUsage(delta({}))).toEqual(delta({ output_tokens: 8 }));
    progress.takes(start);
    expect(progress.withUsage(delta({}))).toEqual(delta({ output_tokens: 3 }));
  });

  it('is 0 without any count', () => {
    expect(new ReplyProgress().withUsage(delta(null))).toEqual(delta({ output_tokens: 0 }));
  });
});
