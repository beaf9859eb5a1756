import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EMPTY, NEVER, type ObservableInput, of, throwError } from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { proxyHandler } from '../../lib/relay/index.ts';
import { messageEvents, type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { allow, key } from './proxy.ts';

let api: ReplayServer;
beforeAll(async () => {
  api = await startReplayServer({ respond: () => messageEvents('Hello there') });
});
beforeEach(() => void api.requests.splice(0));
afterAll(() => api.close());

function ask(
  authorize: (request: Request) => boolean | Response | ObservableInput<boolean | Response>,
  signal = new AbortController().signal,
) {
  const log: unknown[] = [];
  const client = new AnthropicClient({ baseURL: api.url, apiKey: key });
  const logger = { error: (...line: unknown[]) => void log.push(line) };
  const handler = proxyHandler({ client, allow, authorize, logger });
  const headers = { 'content-type': 'application/json', cookie: 'session=1' };
  const init = { method: 'POST', headers, body: JSON.stringify(params), signal };
  return { log, response: handler(new Request('https://page.example/v1/messages', init)) };
}

describe('authorize', () => {
  it.each([
    ['a promise', () => Promise.resolve(true)],
    ['an Observable', () => of(true, false)],
    ['a plain answer', () => true],
  ])('admits a request by the first value of %s', async (_, authorize) => {
    expect((await ask(authorize).response).status).toBe(200);
    expect(api.requests).toHaveLength(1);
  });

  it('is called with the headers of the browser', async () => {
    let cookie: string | null = null;
    await ask((request) => {
      cookie = request.headers.get('cookie');
      return of(true);
    }).response;
    expect(cookie).toBe('session=1');
  });

  it.each([
    ['false', () => of(false)],
    ['a plain false', () => false],
    ['no value', () => EMPTY],
  ])('refuses with %s', async (_, authorize) => {
    const response = await ask(authorize).response;
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      type: 'error',
      error: { type: 'permission_error', message: 'This request is not authorized.' },
    });
    expect(api.requests).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ['a text', () => Promise.resolve('denied')],
    ['letters', () => 'no'],
    ['null', () => Promise.resolve(null)],
    ['a session', () => Promise.resolve({ user: 1 })],
    ['a number', () => of(1)],
    ['nothing', () => undefined],
    ['a session without a promise', () => ({ user: 1 })],
  ])('refuses a request when it returns %s, and logs the problem', async (_, authorize) => {
    const { log, response } = ask(authorize as () => boolean); // what JavaScript may return
    expect((await response).status).toBe(403);
    expect(log).toEqual([['authorize returned neither true, false nor a Response, so the request was refused.']]);
    expect(api.requests).toEqual([]);
  });

  it('may return its own response', async () => {
    const own = new Response('Log in first', { status: 401, headers: { 'www-authenticate': 'Basic' } });
    expect(await ask(() => of(own)).response).toBe(own);
    expect(await ask(() => own).response).toBe(own);
    expect(api.requests).toEqual([]);
  });

  it('refuses the request when it fails, and reports the reason only to the log', async () => {
    const cause = new Error('sessions.internal is down');
    const { log, response } = ask(() => throwError(() => cause));
    const { status, text } = { status: (await response).status, text: await (await response).text() };
    expect({ status, told: text.includes('internal') }).toEqual({ status: 500, told: false });
    expect(log).toEqual([['The proxy could not answer a request.', cause]]);
    expect(api.requests).toEqual([]);
  });

  it('sends nothing for a browser that has already disconnected', async () => {
    const { log, response } = ask(() => of(true), AbortSignal.abort());
    expect((await response).status).toBe(499);
    expect(log).toEqual([]);
    expect(api.requests).toEqual([]);
  });

  it('is unsubscribed when the browser disconnects', async () => {
    const left = new AbortController();
    const { log, response } = ask(() => NEVER, left.signal);
    left.abort();
    expect((await response).status).toBe(499);
    expect(log).toEqual([]);
  });
});
