import { decodeFrames } from './decode-frames.ts';

/**
 * Converts a response of AWS to the form of the API: the request id gets the API's name, and a binary event stream
 * becomes server-sent events. Any other body stays as it is, and so does the address.
 */
export function receiveResponse(response: Response): Response {
  const { body, status, url } = response;
  const requestId = response.headers.get('x-amzn-requestid');
  const framed = body !== null && isEventStream(response.headers.get('content-type'));
  if (!framed && requestId === null) return response;
  const headers = new Headers(response.headers);
  if (requestId !== null && !headers.has('request-id')) headers.set('request-id', requestId);
  if (framed) headers.set('content-type', 'text/event-stream');
  // Without the status text, which may have characters that `Response` refuses.
  const received = new Response(framed ? decodeFrames(body) : body, { status, headers });
  return Object.defineProperty(received, 'url', { value: url });
}

function isEventStream(contentType: string | null): boolean {
  return contentType?.toLowerCase().startsWith('application/vnd.amazon.eventstream') === true;
}
