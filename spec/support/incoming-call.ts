import type { IncomingCall } from '../../lib/testing/dialect.ts';

/** A request to a dialect of the replay server: by default one with a token and a version. */
export function incomingCall(url: string, changes: Partial<IncomingCall> = {}): IncomingCall {
  const headers = new Headers({ authorization: 'Bearer token', 'anthropic-version': '2023-06-01' });
  return { method: 'POST', url, path: url.split('?', 1)[0]!, headers, text: '{}', ...changes };
}
