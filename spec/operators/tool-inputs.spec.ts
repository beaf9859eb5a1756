import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { type MessageStreamEvent, toolInputs } from '../../lib/index.ts';
import { json } from '../support/block-events.ts';
import { marbles } from '../support/marbles.ts';
import { toolCallEvents as events } from '../support/tool-call-events.ts';

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

  it('never reports invalid JSON as complete input', () => {
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
