import type { IncomingMessage } from 'node:http';

/** The limit of the API: 32 MB. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** The body as text; `undefined` as soon as its length or its `content-length` exceeds `maxBytes`. */
export async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    // A request without an encoding emits bytes.
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > maxBytes) return undefined;
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

export function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}
