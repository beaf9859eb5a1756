import { quietly } from '../errors/quietly.ts';
import { isSecretHeader } from './secret-headers.ts';

/** How much to log: each level includes the levels before it. */
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug';

/** The destination of logs: the `console`, or anything with the same four methods. */
export interface Logger {
  error(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  debug(message: string, details?: unknown): void;
}

/** Logs a message if the level allows it; `details` are created only then. */
export type Log = (level: Exclude<LogLevel, 'off'>, message: string, details?: () => unknown) => void;

/** The quietest first. */
export const logLevels: readonly LogLevel[] = ['off', 'error', 'warn', 'info', 'debug'];
const hidden = '***';
const secretField = /(?:token|secret|password|(?:api|access|private)[_-]?key|credentials?|authorization|cookie)$/i;

/** Whether a text names a level. */
export function isLogLevel(text: string | null): text is LogLevel {
  return logLevels.some((level) => level === text);
}

/** A log that respects its level. An exception or rejection of the logger changes nothing. */
export function createLog(logger: Logger, limit: LogLevel): Log {
  return (level, message, details) => {
    if (logLevels.indexOf(level) <= logLevels.indexOf(limit)) quietly(() => logger[level](message, details?.()));
  };
}

/** Logs a warning unless it has logged the same before. */
export function createWarnOnce(log: Log): (message: string) => void {
  const warned = new Set<string>();
  return (message) => {
    if (!warned.has(message)) log('warn', message);
    warned.add(message);
  };
}

/** Headers with masked secrets, also those in addresses such as a `location`. */
export function shownHeaders(headers: Headers): Record<string, string> {
  const shown: Record<string, string> = {};
  headers.forEach((value, name) => (shown[name] = isSecretHeader(name, value) ? hidden : shownText(value)));
  return shown;
}

/** A request body without the values of secret fields and the secrets in addresses. */
export function shownBody(json: string): unknown {
  try {
    return JSON.parse(json, (name, value: unknown) => {
      if (secretField.test(name) && value !== null) return hidden;
      return typeof value === 'string' ? shownText(value) : value;
    });
  } catch {
    return 'not shown: it could not be read';
  }
}

/** Text without the user names, passwords, signatures and tokens of the addresses in it. */
function shownText(text: string): string {
  return text
    .replace(/:\/\/[^\s/?#@"']{1,1000}@/g, `://${hidden}@`)
    .replace(secretParameter, (_, parameter: string) => `${parameter}${hidden}`);
}

// Bounded, so that no text takes more than linear time.
const secretParameter = /([?&][^=&\s#]{0,40}(?:token|sig|key|secret|pass|auth|credential)[^=&\s#]{0,40}=)[^&\s#"']+/gi;
