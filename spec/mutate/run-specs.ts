import { createRequire } from 'node:module';
import type { Mutant } from './mutants-of.ts';

/** The request of the parent process. */
export interface SpecRun {
  readonly id: number;
  readonly file: string;
  readonly mutant: Mutant | undefined;
  readonly specs: readonly string[];
}

// jest has types for its config only; this is what it does.
const { runCLI } = createRequire(import.meta.url)('jest') as {
  runCLI: (
    argv: object,
    projects: readonly string[],
  ) => Promise<{ results: { success: boolean; numTotalTests: number } }>;
};

const root = process.cwd();
const transform = { '^.+\\.ts$': [`${import.meta.dirname}/transformer.mjs`, { useESM: true }] };

/** Runs specs against a mutant in this process, which the parent ends when the mutant never does. */
process.on('message', ({ id, file, mutant, specs }: SpecRun) => {
  process.env['MUTANT'] = mutant ? JSON.stringify({ file, ...mutant }) : '';
  const config = {
    rootDir: root,
    testEnvironment: 'node',
    extensionsToTreatAsEsm: ['.ts'],
    injectGlobals: false,
    testMatch: ['<rootDir>/spec/**/*.spec.ts'],
    transform,
    reporters: [],
    // A config of its own: jest keeps transformed files for as long as the config is the same.
    globals: { run: id },
  };
  const argv = {
    _: specs,
    $0: '',
    config: JSON.stringify(config),
    runInBand: true,
    silent: true,
    runTestsByPath: true,
  };
  runCLI(argv, [root]).then(
    ({ results }) => process.send?.(results.success && results.numTotalTests > 0),
    () => process.send?.(false),
  );
});
process.send?.('ready');
