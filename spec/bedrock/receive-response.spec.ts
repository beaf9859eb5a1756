import { describe, expect, it } from '@jest/globals';
import { receiveResponse } from '../../lib/bedrock/receive-response.ts';
import { invokeModelBody, messageEvents, sseBody } from '../../lib/testing/index.ts';

const events = messageEvents('Hi');

describe('receiveResponse', () => {
  it('names the request id like the API', async () => {
    const response = receiveResponse(new Response('text', { status: 400, headers: { 'x-amzn-requestid': 'abc' } }));
    expect([response.status, response.headers.get('request-id'), await response.text()]).toEqual([400, 'abc', 'text']);
  });

  it('keeps the body of a response with any status text', async () => {
    const given = new Response('denied', { status: 403, headers: { 'x-amzn-requestid': 'abc' } });
    const response = receiveResponse(Object.defineProperty(given, 'statusText', { value: '拒绝' }));
    expect([response.status, await response.text()]).toEqual([403, 'denied']);
  });

  it('keeps the address', () => {
    const given = new Response('', { headers: { 'x-amzn-requestid': 'abc' } });
    const response = receiveResponse(Object.defineProperty(given, 'url', { value: 'https://aws.example/invoke' }));
    expect(response.url).toBe('https://aws.example/invoke');
  });

  it("keeps the API's own request id", () => {
    const headers = { 'x-amzn-requestid': 'abc', 'request-id': 'req_1' };
    expect(receiveResponse(new Response('', { headers })).headers.get('request-id')).toBe('req_1');
  });

  it('decodes a binary event stream', async () => {
    const headers = { 'content-type': 'application/vnd.amazon.eventstream' };
    const response = receiveResponse(new Response(invokeModelBody(events) as Uint8Array<ArrayBuffer>, { headers }));
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await response.text()).toBe(sseBody(events));
  });

  it.each(['text/event-stream', 'application/json', 'text/html'])('returns a response of %s unchanged', (type) => {
    const response = new Response('text', { headers: { 'content-type': type } });
    expect(receiveResponse(response)).toBe(response);
  });
});
