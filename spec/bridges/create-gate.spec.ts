import { describe, expect, it } from '@jest/globals';
import { take } from 'rxjs';
import { createGate } from '../../lib/bridges/create-gate.ts';

describe('createGate', () => {
  it('emits its state immediately and then each change', () => {
    const gate = createGate();
    const seen: boolean[] = [];
    gate.paused$.subscribe((paused) => seen.push(paused));
    gate.resume();
    gate.pause();
    gate.pause();
    gate.resume();
    expect(seen).toEqual([false, true, false]);
    gate.pause();
    gate.paused$.pipe(take(1)).subscribe((paused) => seen.push(paused));
    expect(seen).toEqual([false, true, false, true, true]);
  });
});
