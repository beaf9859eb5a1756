import { describe, expect, it } from '@jest/globals';
import { from, toArray } from 'rxjs';
import { inputJsonDeltas } from '../../lib/index.ts';
import { json } from '../support/block-events.ts';
import { marbles } from '../support/marbles.ts';
import { toolCallEvents as events } from '../support/tool-call-events.ts';

describe('inputJsonDeltas', () => {
  it('emits the raw fragments without the empty ones', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-s-0-1-a-2-e-|', events);
      const values = { x: { index: 0, partial_json: '{"city":"Pa' }, y: { index: 0, partial_json: 'ris"}' } };
      expectObservable(source.pipe(inputJsonDeltas())).toBe('-------x---y---|', values);
      expectSubscriptions(source.subscriptions).toBe('       ^--------------!');
    });
  });

  it('emits fragments that join to the full input of each call', () => {
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
