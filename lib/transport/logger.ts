/** How much is logged: each level with those before it. */
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug';

/** Where to log: the `console`, or anything with the same four methods. */
export interface Logger {
  error(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  debug(message: string, details?: unknown): void;
}

/** Logs one thing if the level says so; `details` are made only then. */
export type Log = (level: Exclude<LogLevel, 'off'>, message: string, details?: () => unknown) => void;

/** From the quietest on. */
export const logLevels: readonly LogLevel[] = ['off', 'error', 'warn', 'info', 'debug'];
const hidden = '***';
const secretHeaders =
  /^(?:authorization|proxy-authorization|x-api-key|api-key|x-amz-security-token|cookie|set-cookie)$/i;
const secretFields = new Set(['authorization_token', 'fallback_credit_token', 'token']);

/** Whether a text names a level. */
export function isLogLevel(text: string | null | undefined): text is LogLevel {
  return logLevels.some((level) => level === text);
}

/** A log that keeps to its level. */
export function createLog(logger: Logger, limit: LogLevel): Log {
  return (level, message, details) => {
    if (logLevels.indexOf(level) <= logLevels.indexOf(limit)) logger[level](message, details?.());
  };
}

/** Headers as they may be shown. */
export function shownHeaders(headers: Headers): Record<string, string> {
  const shown: Record<string, string> = {};
  headers.forEach((value, name) => (shown[name] = secretHeaders.test(name) ? hidden : value));
  return shown;
}

/** A request body as it may be shown: its secrets are in a few fields. */
export function shownBody(json: string): unknown {
  return JSON.parse(json, (name, value: unknown) => (secretFields.has(name) && value !== null ? hidden : value));
}
