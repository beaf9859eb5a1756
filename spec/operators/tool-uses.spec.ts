import { describe, expect, it } from '@jest/globals';
import { from, toArray } from 'rxjs';
import { inputJsonDeltas, type MessageStreamEvent, toolInputs, toolUses } from '../../lib/index.ts';
import { blockStop, json, messageDelta, messageStart, reply, toolStart } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const call = (index: number, input: unknown) => ({ type: 'tool_use', id: `toolu_${index}`, name: 'f', input });
const events = {
  ...reply,
  s: toolStart(0, 'f'),
  t: toolStart(1, 'f'),
  '0': json(0, ''),
  '1': json(0, '{"city":"Pa'),
  '2': json(0, 'ris"}'),
  e: blockStop(0),
  f: blockStop(1),
  w: toolStart(1, 'f', { whole: true }),
  T: messageDelta('tool_use'),
  M: messageDelta('max_tokens'),
  R: messageDelta('refusal'),
  P: messageDelta('pause_turn'),
  '3': json(0, '}'),
};

describe('toolUses', () => {
  it('emits a call when the next block starts or the stop reason tells that it is whole', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-s-0-1-2-e-w-f-T-X-|', events);
      const expected = '    -------------x---y---|';
      const subscribed = '  ^--------------------!';
      const values = { x: call(0, { city: 'Paris' }), y: call(1, { whole: true }) };
      expectObservable(source.pipe(toolUses())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it.each([
    ['max_tokens, though its block has stopped', '-S-s-1-2-e-M-X-|'],
    ['a refusal, though its block has stopped', '-S-s-1-2-e-R-X-|'],
    ['the message ending inside its input', '-S-s-1-----T-X-|'],
    ['max_tokens in the middle of its input', '-S-s-1---e-M-X-|'],
  ])('never emits a call that is cut by %s', (_, diagram) => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold(diagram, events).pipe(toolUses())).toBe('---------------|');
    });
  });

  it('emits a call of a reply that pauses', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-S-s-e-P-X-|', events).pipe(toolUses())).toBe('-------x---|', { x: call(0, {}) });
    });
  });

  it('emits the calls that message_start already holds', () => {
    marbles(({ cold, expectObservable }) => {
      const content = [{ type: 'tool_use', id: 'toolu_0', name: 'f', input: { a: 1 } } as const];
      const source = cold('-m-n-X-|', {
        m: messageStart({ content, stop_reason: 'tool_use' }),
        n: reply.U,
        X: reply.X,
      });
      expectObservable(source.pipe(toolUses())).toBe('-x-----|', { x: call(0, { a: 1 }) });
    });
  });

  it('gives ToolInputError with the raw text when a whole call is no JSON', () => {
    const errors: unknown[] = [];
    from([events.S, events.s, events[1], events[3], events.e, events.T])
      .pipe(toolUses())
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toMatchObject([
      {
        name: 'ToolInputError',
        index: 0,
        id: 'toolu_0',
        toolName: 'f',
        json: '{"city":"Pa}',
        partialMessage: { id: 'msg_1' },
      },
    ]);
  });
});

describe('toolInputs', () => {
  it('emits the input as it grows and once more when it is complete', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-s-0-1-2-e-w-f-T-X-|', events);
      const expected = '    -------x-y-z---w-----|';
      const subscribed = '  ^--------------------!';
      const at = { index: 0, id: 'toolu_0', name: 'f', complete: false };
      expectObservable(source.pipe(toolInputs())).toBe(expected, {
        x: { ...at, input: { city: 'Pa' } },
        y: { ...at, input: { city: 'Paris' } },
        z: { ...at, input: { city: 'Paris' }, complete: true },
        w: { index: 1, id: 'toolu_1', name: 'f', input: { whole: true }, complete: true },
      });
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('never calls input complete that is no JSON', () => {
    marbles(({ cold, expectObservable }) => {
      const x = { index: 0, id: 'toolu_0', name: 'f', input: { city: 'Pa' }, complete: false };
      const y = { ...x, input: { city: 'Pa}' } };
      expectObservable(cold('-S-s-1-3-e-|', events).pipe(toolInputs())).toBe('-----x-y---|', { x, y });
    });
  });

  it('emits values that never change afterwards', () => {
    const seen: unknown[] = [];
    const pieces = ['{"a":[1', ',2', ',{"b":"x', 'y"}', ']', ',"c":null}'];
    const source: MessageStreamEvent[] = [events.S, events.s, ...pieces.map((piece) => json(0, piece)), events.e];
    const copies: unknown[] = [];
    from(source)
      .pipe(toolInputs())
      .subscribe({
        next: ({ input }) => {
          seen.push(input);
          copies.push(structuredClone(input));
        },
        error: (error: unknown) => expect(error).toBe(undefined),
      });
    expect(seen).toEqual(copies);
    expect(seen).toEqual([
      { a: [] },
      { a: [1] },
      { a: [1, 2, { b: 'x' }] },
      { a: [1, 2, { b: 'xy' }] },
      { a: [1, 2, { b: 'xy' }], c: null },
      { a: [1, 2, { b: 'xy' }], c: null },
    ]);
  });
});

describe('inputJsonDeltas', () => {
  it('emits the raw fragments without the empty ones', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-s-0-1-a-2-e-|', events);
      const values = { x: { index: 0, partial_json: '{"city":"Pa' }, y: { index: 0, partial_json: 'ris"}' } };
      expectObservable(source.pipe(inputJsonDeltas())).toBe('-------x---y---|', values);
      expectSubscriptions(source.subscriptions).toBe('       ^--------------!');
    });
  });

  it('joins to the whole input of each call', () => {
    const joined: string[] = [];
    from([events.s, events.t, events[1], json(1, '[]'), events[2]])
      .pipe(inputJsonDeltas(), toArray())
      .subscribe({
        next: (pieces) => {
          for (const { index, partial_json } of pieces) joined[index] = (joined[index] ?? '') + partial_json;
        },
        error: (error: unknown) => expect(error).toBe(undefined),
      });
    expect(joined).toEqual(['{"city":"Paris"}', '[]']);
  });
});
