import { expect } from '@jest/globals';
import { asapScheduler } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';

/** Runs marble diagrams in virtual time, microtasks included, and compares exactly. */
export function marbles(test: (helpers: RunHelpers) => void): void {
  const { queueMicrotask } = globalThis;
  // The scheduler replaces timers and asapScheduler, but no microtask could run before it ends.
  globalThis.queueMicrotask = (work) => void asapScheduler.schedule(work);
  try {
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);
  } finally {
    globalThis.queueMicrotask = queueMicrotask;
  }
}
