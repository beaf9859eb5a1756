import { describe, expect, it } from '@jest/globals';
import { chosenId, routeOf, unknownReply } from '../../lib/relay/relay-route.ts';

const base = 'https://x.example/api/replies';
const route = (method: string, path: string, headers: Record<string, string> = {}) =>
  routeOf(new Request(base + path, { method, headers }));

describe('routeOf', () => {
  it.each<[string, string, Record<string, string>, object]>([
    ['POST', '', {}, { action: 'start' }],
    ['POST', '/abc/stop', {}, { action: 'stop', id: 'abc' }],
    ['DELETE', '/abc', {}, { action: 'delete', id: 'abc' }],
    ['GET', '/abc', {}, { action: 'attach', id: 'abc', after: undefined }],
    ['GET', '/abc?after=1-2', {}, { action: 'attach', id: 'abc', after: '1-2' }],
    ['GET', '/abc?after=1-2', { 'last-event-id': '1-3' }, { action: 'attach', id: 'abc', after: '1-3' }],
    ['GET', '/abc', { 'last-event-id': 'end' }, { action: 'attach', id: 'abc', after: 'end' }],
    ['GET', '/abc', { 'last-event-id': '' }, { action: 'attach', id: 'abc', after: undefined }],
    ['GET', '/abc?after=1-2', { 'last-event-id': '' }, { action: 'attach', id: 'abc', after: '1-2' }],
    ['GET', '/abc?after=', {}, { action: 'attach', id: 'abc', after: undefined }],
    ['GET', `/${'a'.repeat(128)}`, {}, { action: 'attach', id: 'a'.repeat(128), after: undefined }],
  ])('of %s %s %j', (method, path, headers, expected) => {
    expect(route(method, path, headers)).toEqual(expected);
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/a.b', 404],
    ['GET', `/${'a'.repeat(129)}`, 404],
    ['DELETE', '/', 404],
    ['POST', '//stop', 404],
    ['GET', '/abc?after=x', 400],
    ['PUT', '/abc', 405],
  ])('rejects %s %s with %d', (method, path, status) => {
    expect(() => route(method, path)).toThrow(expect.objectContaining({ name: 'RejectedRequest', status }));
  });

  it('names the methods that it accepts', () => {
    expect(() => route('PUT', '')).toThrow(
      expect.objectContaining({ type: 'invalid_request_error', headers: { allow: 'GET, POST, DELETE' } }),
    );
  });
});

describe('chosenId', () => {
  const chosen = (id?: string) =>
    chosenId(new Request(base, { headers: id === undefined ? {} : { 'idempotency-key': id } }));

  it('returns the id of the client, if it has one', () => {
    expect([chosen(), chosen('a'.repeat(22)), chosen('A-_9'.repeat(32))]).toEqual([
      undefined,
      'a'.repeat(22),
      'A-_9'.repeat(32),
    ]);
  });

  it.each(['', 'a'.repeat(21), 'a'.repeat(129), `${'a'.repeat(22)}.`, `.${'a'.repeat(22)}`])('rejects %j', (id) => {
    expect(() => chosen(id)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringMatching(/^idempotency-key: /) }),
    );
  });
});

describe('unknownReply', () => {
  it('does not say whether the reply exists', () => {
    expect(unknownReply()).toMatchObject({ status: 404, type: 'not_found_error' });
  });
});
