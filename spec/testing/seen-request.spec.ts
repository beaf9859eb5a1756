import { describe, expect, it } from '@jest/globals';
import { pathOf, trackRequest } from '../../lib/testing/seen-request.ts';

const facts = { method: 'POST', url: '/v1/messages?a=1', headers: new Headers(), body: undefined, requestId: 'req_1' };
const pending = Symbol('pending');
const stateOf = (promise: Promise<unknown>) => Promise.race([promise, Promise.resolve(pending)]);

describe('trackRequest', () => {
  it('records a request', () => {
    expect(trackRequest(facts).request).toMatchObject({
      ...facts,
      path: '/v1/messages',
      state: 'open',
      bytesWritten: 0,
      closedAt: undefined,
    });
  });

  it('counts bytes, and resolves with the first one', async () => {
    const tracked = trackRequest(facts);
    const { request } = tracked;
    tracked.wrote(0);
    expect([request.bytesWritten, await stateOf(request.firstByteSent)]).toEqual([0, pending]);
    tracked.wrote(3);
    tracked.wrote(4);
    expect([request.bytesWritten, await stateOf(request.firstByteSent)]).toEqual([7, undefined]);
  });

  it('resolves when the reader is slow', async () => {
    const tracked = trackRequest(facts);
    const { request } = tracked;
    expect(await stateOf(request.stalled)).toBe(pending);
    tracked.stalled();
    expect(await stateOf(request.stalled)).toBeUndefined();
  });

  it('keeps the first outcome, and its time', async () => {
    const tracked = trackRequest(facts);
    const { request } = tracked;
    expect(await stateOf(request.closed)).toBe(pending);
    const before = performance.now();
    tracked.close('aborted');
    const { closedAt } = request;
    tracked.close('completed');
    expect([request.state, await stateOf(request.closed)]).toEqual(['aborted', 'aborted']);
    expect(closedAt).toBeGreaterThanOrEqual(before);
    expect(request.closedAt).toBe(closedAt);
  });
});

describe('pathOf', () => {
  it.each([
    ['/v1/messages', '/v1/messages'],
    ['/v1/messages?a=1#b', '/v1/messages'],
    ['https://api.example:8080/v1?x', '/v1'],
    ['HTTP://api.example', ''],
    ['//odd', '//odd'],
    ['#a', ''],
    ['', ''],
  ])('of %j is %j', (url, path) => {
    expect(pathOf(url)).toBe(path);
  });
});
