import { isRecord } from '../errors/is-record.ts';

/** The timeouts of the runtimes' own `fetch`, by the codes and names of their errors. */
const clocks = new Map<unknown, string>([
  ['UND_ERR_HEADERS_TIMEOUT', 'the response headers'],
  ['HeadersTimeoutError', 'the response headers'],
  ['UND_ERR_BODY_TIMEOUT', 'more of the body'],
  ['BodyTimeoutError', 'more of the body'],
  ['UND_ERR_CONNECT_TIMEOUT', 'the connection'],
  ['ConnectTimeoutError', 'the connection'],
  ['ETIMEDOUT', 'the connection'],
  ['ESOCKETTIMEDOUT', 'the connection'],
  ['TimeoutError', 'an answer'],
  ['TimedOut', 'an answer'],
]);

/**
 * The message for a timeout of the runtime's own `fetch`: the awaited part, such as "the response headers", and how to
 * raise the timeout. `undefined` for every other failure.
 */
export function runtimeTimeout(error: unknown): string | undefined {
  const waitedFor = waitedForBy(error);
  if (waitedFor === undefined) return undefined;
  return (
    `The fetch of the runtime stopped waiting for ${waitedFor}. This is its own timeout, not the option timeout. ` +
    "Node's fetch waits 10 s for a connection and 300 s for headers or more of a body; to raise that, pass a fetch with " +
    'a dispatcher, such as new Agent({ connect: { timeout }, headersTimeout, bodyTimeout }) of undici.'
  );
}

/** Searches the causes, a few levels deep: runtimes wrap the original error. */
function waitedForBy(error: unknown, levels = 5): string | undefined {
  if (!isRecord(error) || levels === 0) return undefined;
  const { code, name, message, cause } = error;
  const known = clocks.get(code) ?? clocks.get(name) ?? waitedForBy(cause, levels - 1);
  return known ?? (typeof message === 'string' && /\btimed[ -]?out\b/i.test(message) ? 'an answer' : undefined);
}
