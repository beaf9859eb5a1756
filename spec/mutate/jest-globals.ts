import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import fc from 'fast-check';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';
import { haveSameLength } from '../support/have-same-length.ts';

// Mutants need a failure, not its smallest input, and most fail early.
// eslint-disable-next-line @typescript-eslint/no-deprecated -- its plugin works per assertion only
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 10_000 });

jestExpect.addEqualityTesters([haveSameLength]);

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({
  global: globalThis,
  config: { rootDir: process.cwd(), fakeTimers: { enableGlobally: false } },
} as ConstructorParameters<typeof ModernFakeTimers>[0]); // it reads these two fields of jest's config

const { describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = circus;

/** What `@jest/globals` exports inside jest, as far as the specs use it. */
export const jestGlobals = {
  ...{ describe, it, test, beforeAll, beforeEach, afterAll, afterEach },
  expect: jestExpect,
  jest: {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    restoreAllMocks: () => mocker.restoreAllMocks(),
    useFakeTimers: (config?: Parameters<typeof timers.useFakeTimers>[0]) => timers.useFakeTimers(config),
    useRealTimers: () => timers.useRealTimers(),
    advanceTimersByTime: (ms: number) => timers.advanceTimersByTime(ms),
    advanceTimersByTimeAsync: (ms: number) => timers.advanceTimersByTimeAsync(ms),
    getTimerCount: () => timers.getTimerCount(),
    setTimeout: () => undefined,
  },
};

const tests = { passed: 0, failed: 0 };
circus.addEventHandler((event) => {
  if (event.name === 'test_done') tests.passed += 1;
  if (event.name === 'test_fn_failure' || event.name === 'hook_failure' || event.name === 'error') tests.failed += 1;
  // One failure kills a mutant: circus reads the mode right after this event.
  if (event.name === 'test_start' && tests.failed > 0) event.test.mode = 'skip';
});

/** Loads specs and runs their tests up to the first failure. Resolves to whether there were tests, and all passed. */
export async function runTests(load: () => Promise<unknown>): Promise<boolean> {
  circus.resetState();
  // The parent ends a run that takes too long.
  circus.getState().testTimeout = 120_000;
  Object.assign(tests, { passed: 0, failed: 0 });
  try {
    await load();
    await circus.run();
    return tests.failed === 0 && tests.passed > 0;
  } catch {
    return false;
  } finally {
    mocker.restoreAllMocks();
    timers.useRealTimers();
  }
}
