/** A response with a JSON body, which no cache may store. */
export function jsonResponse(status: number, body: unknown, headers: Headers = new Headers()): Response {
  headers.set('content-type', 'application/json');
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  return new Response(JSON.stringify(body), { status, headers });
}
