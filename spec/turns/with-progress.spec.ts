import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { withProgress } from '../../lib/turns/with-progress.ts';

function recorded(source = new Subject<number>()) {
  const seen: unknown[] = [];
  const subscription = source.pipe(withProgress()).subscribe({
    next: (outcome) => seen.push(outcome),
    error: (error: unknown) => seen.push(error),
    complete: () => seen.push('complete'),
  });
  return { source, seen, subscription };
}
const later = () => new Promise(setImmediate);

describe('withProgress', () => {
  it('emits the last value as the result, and those before as progress', () => {
    const seen: unknown[] = [];
    of(1, 2, 3)
      .pipe(withProgress())
      .subscribe((outcome) => seen.push(outcome));
    expect(seen).toEqual([{ progress: 1 }, { progress: 2 }, { result: 3 }]);
  });

  it('emits a value as progress when nothing follows it immediately, and as the result in the end', async () => {
    const { source, seen } = recorded();
    source.next(1);
    expect(seen).toEqual([]);
    await later();
    expect(seen).toEqual([{ progress: 1 }]);
    source.complete();
    expect(seen).toEqual([{ progress: 1 }, { result: 1 }, 'complete']);
  });

  it('emits each value as progress once', async () => {
    const { source, seen } = recorded();
    for (const value of [1, 2]) {
      source.next(value);
      await later();
    }
    source.complete();
    await later();
    expect(seen).toEqual([{ progress: 1 }, { progress: 2 }, { result: 2 }, 'complete']);
  });

  it('emits an undefined result for a source without values', () => {
    const { source, seen } = recorded();
    source.complete();
    expect(seen).toEqual([{ result: undefined }, 'complete']);
  });

  it('emits the buffered value before an error', () => {
    const { source, seen } = recorded();
    source.next(1);
    source.error(new Error('broke'));
    expect(seen).toEqual([{ progress: 1 }, new Error('broke')]);
  });

  it('emits nothing after it is unsubscribed', async () => {
    const { source, seen, subscription } = recorded();
    source.next(1);
    subscription.unsubscribe();
    await later();
    expect([seen, source.observed]).toEqual([[], false]);
  });
});
