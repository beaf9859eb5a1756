const passed = ['request-id', 'retry-after', 'retry-after-ms', 'x-should-retry'];

/** Those headers of the API's response that a browser gets; the others tell of the account or of the connection. */
export function passedHeaders(headers: Headers | undefined): Headers {
  const result = new Headers();
  for (const name of passed) {
    const value = headers?.get(name);
    if (value) result.set(name, value);
  }
  return result;
}
