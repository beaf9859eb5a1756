/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: '<rootDir>/spec/support/jest-environment.mjs',
  // lib is listed so that --findRelatedTests sees which specs a source file belongs to.
  roots: ['<rootDir>/lib', '<rootDir>/spec'],
  testMatch: ['<rootDir>/spec/**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/spec/support/jest-setup.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
  injectGlobals: false,
  maxWorkers: '100%',
  // Modules of finished specs stay in memory.
  workerIdleMemoryLimit: '500MB',
  // A slow machine takes longer than the default of 0.5 s to free a large worker; an open handle still shows.
  workerGracefulExitTimeout: 10_000,
  // Only against hangs: a slow machine is no failure.
  testTimeout: 240_000,
  coverageProvider: 'babel',
  collectCoverageFrom: ['lib/**/*.ts'],
};

export default config;
