import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Subject } from 'rxjs';
import { onceAFrame } from '../../lib/angular/once-a-frame.ts';
import { fakeFrames } from '../support/angular.ts';

function watch() {
  const source = new Subject<string>();
  const seen: string[] = [];
  const subscription = source.pipe(onceAFrame()).subscribe({
    next: (value) => seen.push(value),
    error: () => seen.push('error'),
    complete: () => seen.push('complete'),
  });
  const send = (...values: string[]) => values.forEach((value) => source.next(value));
  return { source, seen, subscription, send };
}

describe('onceAFrame', () => {
  const drawFrame = fakeFrames();

  it('emits the first value immediately, then the latest one per frame', () => {
    const { seen, send } = watch();
    send('a', 'b', 'c');
    expect(seen).toEqual(['a']);
    drawFrame();
    expect(seen).toEqual(['a', 'c']);
    drawFrame();
    send('d');
    expect(seen).toEqual(['a', 'c', 'd']);
  });

  it('emits the last value at the end', () => {
    const { source, seen, send } = watch();
    send('a', 'b');
    source.complete();
    drawFrame();
    expect(seen).toEqual(['a', 'b', 'complete']);
  });

  it('emits each 250 ms in a page without frames, such as a hidden one', () => {
    const { seen, send } = watch();
    send('a', 'b');
    jest.advanceTimersByTime(249);
    expect(seen).toEqual(['a']);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual(['a', 'b']);
  });

  it('waits for no frame and no timer after unsubscribe', () => {
    const { seen, send, subscription } = watch();
    send('a', 'b');
    subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
    drawFrame();
    expect(seen).toEqual(['a']);
  });
});

describe('onceAFrame without requestAnimationFrame, as on a server', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('emits at most once per task', () => {
    const { seen, send } = watch();
    send('a', 'b', 'c');
    expect(seen).toEqual(['a']);
    jest.advanceTimersByTime(0);
    expect(seen).toEqual(['a', 'c']);
  });
});
