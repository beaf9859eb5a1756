import { describe, expect, it } from '@jest/globals';
import { from, of, Subject, take } from 'rxjs';
import { createGate } from '../../lib/bridges/create-gate.ts';
import { drainWith } from '../../lib/bridges/drain-with.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { marbles } from '../support/marbles.ts';

const held = { f: false, t: true };

describe('drainWith', () => {
  it('processes one value after the other and pauses the source at its high water mark', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const gate = createGate();
      const source = cold('         -a-b-c---------------d|');
      const work = (value: string) => cold(`----(${value.toUpperCase()}|)`);
      const expected = '            -----A---B---C-----------(D|)';
      expectObservable(gate.paused$, '^-----------------------------!').toBe('f--t-----f', held);
      expectObservable(source.pipe(drainWith(work, { gate, highWaterMark: 2 }))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe('^---------------------!');
    });
  });

  it('resumes the source when half of the mark remains', () => {
    marbles(({ cold, expectObservable }) => {
      const gate = createGate();
      const source = cold('         (abcd)');
      expectObservable(gate.paused$, '^------------!').toBe('(ft)f', held);
      expectObservable(source.pipe(drainWith(() => cold('--|'), { gate, highWaterMark: 4 })), '^------------!').toBe(
        '',
      );
    });
  });

  it('opens the gate when source or work fail', () => {
    marbles(({ cold, expectObservable }) => {
      const gate = createGate();
      const options = { gate, highWaterMark: 1 };
      expectObservable(gate.paused$, '^------------!').toBe('f-t-f--t-f', held);
      expectObservable(cold('--a-#').pipe(drainWith(() => cold('---------|'), options))).toBe('----#');
      expectObservable(cold('-------a').pipe(drainWith(() => cold('--#'), options))).toBe('---------#');
    });
  });

  it('unsubscribes from source and work and opens the gate, in any frame', () => {
    const gate = createGate();
    cutAtEveryFrame(14, (cold) =>
      cold('-a-b-c------|').pipe(drainWith(() => cold('----x|'), { gate, highWaterMark: 1 })),
    );
    let paused: boolean | undefined;
    gate.paused$.pipe(take(1)).subscribe((value) => (paused = value));
    expect(paused).toBe(false);
  });

  it('accepts promises, and stops a source that emits synchronously as soon as it is unsubscribed', async () => {
    const gate = createGate();
    const seen: number[] = [];
    await from([1, 2, 3])
      .pipe(drainWith((value) => Promise.resolve(value * 2), { gate }))
      .forEach((value) => seen.push(value));
    expect(seen).toEqual([2, 4, 6]);
    let pulled = 0;
    function* endless() {
      for (; pulled < 100; pulled++) yield pulled;
    }
    from(endless())
      .pipe(
        drainWith((value) => [value], { gate }),
        take(3),
      )
      .subscribe();
    expect(pulled).toBe(2);
  });

  it('processes 20,000 waiting values that end immediately', () => {
    const gate = createGate();
    const source = new Subject<number>();
    const first = new Subject<number>();
    let done = 0;
    let ended = false;
    source.pipe(drainWith((value) => (value === 0 ? first : of(value)), { gate })).subscribe({
      next: () => done++,
      complete: () => (ended = true),
    });
    for (let i = 0; i < 20_000; i++) source.next(i);
    source.complete();
    first.next(0);
    first.complete();
    expect({ done, ended }).toEqual({ done: 20_000, ended: true });
  });

  it('passes the exception of project unchanged', () => {
    const error = new Error('broken');
    const seen: unknown[] = [];
    const project = () => {
      throw error;
    };
    of(1)
      .pipe(drainWith(project, { gate: createGate() }))
      .subscribe({ error: (failure: unknown) => seen.push(failure) });
    expect(seen).toEqual([error]);
  });
});
