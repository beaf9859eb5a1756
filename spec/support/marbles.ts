import { expect } from '@jest/globals';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';

/** Runs marble diagrams in virtual time and compares exactly. */
export function marbles(test: (helpers: RunHelpers) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);
}
