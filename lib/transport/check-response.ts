import { wrongOption } from '../errors/wrong-option.ts';
import { isRecord } from '../errors/is-record.ts';

/** The response of `fetch`, if it is readable; a custom `fetch` may resolve with anything. */
export function checkResponse(value: unknown): Response {
  const problem = problemOf(value);
  if (problem === undefined) return value as Response; // has every member that is read
  const message = `resolved with ${problem}; resolve with a Response whose body is unread`;
  throw wrongOption('AnthropicClient', 'fetch', message);
}

/** Why a value is not a readable response, or `undefined`. */
export function problemOf(value: unknown): string | undefined {
  if (!isRecord(value)) return value === null ? 'null' : `a value of type ${typeof value}`;
  const { status, headers, body, bodyUsed } = value;
  if (typeof status !== 'number') return 'an object without a numeric status';
  if (!has(headers, 'get') || !has(headers, 'forEach')) return 'an object without Headers';
  if (bodyUsed === true) return 'a Response whose body has been read';
  if (body !== null && body !== undefined && !has(body, 'getReader')) return 'a body that is not a ReadableStream';
  return undefined;
}

function has(value: unknown, method: string): boolean {
  return isRecord(value) && typeof value[method] === 'function';
}
