import { quietly } from './quietly.ts';

interface ErrorLogger {
  error(message: string, details?: unknown): void;
}

/** The logger, or the console, without its failures: a broken logger must not change the output of a stream. */
export function quietLogger(logger: ErrorLogger = console): ErrorLogger {
  return { error: (...line) => quietly(() => logger.error(...line)) };
}
