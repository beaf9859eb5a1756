import { quietly } from './quietly.ts';

interface ErrorLogger {
  error(message: string, details?: unknown): void;
}

/** The logger, or the console, with its own failures swallowed: a broken log must not change what a reader gets. */
export function quietLogger(logger: ErrorLogger = console): ErrorLogger {
  return { error: (message, details) => quietly(() => logger.error(message, details)) };
}
