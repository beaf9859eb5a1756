const passed = ['request-id', 'retry-after', 'retry-after-ms', 'x-should-retry'];

/** The headers of the API that a browser gets. All others describe the account or the connection. */
export function passedHeaders(headers: Headers | undefined): Headers {
  const result = new Headers();
  for (const name of passed) {
    const value = headers?.get(name);
    if (value) result.set(name, value);
  }
  return result;
}
