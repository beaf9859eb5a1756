/** The bytes of a text, as a chunk of a body. */
export const bytes = (text: string) => new TextEncoder().encode(text);

/** The text of chunks that contain whole characters. */
export const textOf = (chunks: readonly Uint8Array[]) =>
  chunks.map((chunk) => new TextDecoder().decode(chunk)).join('');

/** A body whose reader resolves each read with the next result; a function is called for its result. */
export function bodyOf(...results: unknown[]) {
  const reader = {
    read: () => {
      const result = results.shift();
      return typeof result === 'function' ? (result as () => unknown)() : Promise.resolve(result);
    },
    cancel: () => Promise.resolve(),
  };
  return { getReader: () => reader };
}

export const chunk = (value: unknown) => ({ done: false, value });
export const end = { done: true, value: undefined };

/** An open response around any body, and how often it was closed. */
export function openOf(body: unknown) {
  const closed = { count: 0 };
  const response = { body, headers: new Headers({ 'request-id': 'req_1' }) } as unknown as Response; // only what readBody uses
  return { open: { response, url: 'http://127.0.0.1', close: () => (closed.count += 1) }, closed };
}
