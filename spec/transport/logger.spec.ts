import { describe, expect, it } from '@jest/globals';
import {
  createLog,
  createWarnOnce,
  isLogLevel,
  logLevels,
  shownBody,
  shownHeaders,
} from '../../lib/transport/logger.ts';

/** A logger, and the lines that it has written. */
function recorder() {
  const lines: unknown[][] = [];
  const write = (level: string) => (message: string, details?: unknown) => void lines.push([level, message, details]);
  return { lines, logger: { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') } };
}

describe('createLog', () => {
  it.each(logLevels.map((level, count) => [level, count] as const))(
    'at the level %s logs %d levels',
    (limit, count) => {
      const { lines, logger } = recorder();
      const log = createLog(logger, limit);
      for (const level of ['error', 'warn', 'info', 'debug'] as const) log(level, 'message');
      expect(lines.map(([level]) => level)).toEqual(logLevels.slice(1, count + 1));
    },
  );

  it('makes details only when it logs them', () => {
    const { lines, logger } = recorder();
    let made = 0;
    const log = createLog(logger, 'info');
    log('debug', 'a', () => ++made);
    log('info', 'b', () => ++made);
    expect([made, lines]).toEqual([1, [['info', 'b', 1]]]);
  });
});

describe('createWarnOnce', () => {
  it('logs each warning once', () => {
    const { lines, logger } = recorder();
    const warn = createWarnOnce(createLog(logger, 'warn'));
    for (const message of ['a', 'b', 'a']) warn(message);
    expect(lines).toEqual([
      ['warn', 'a', undefined],
      ['warn', 'b', undefined],
    ]);
  });
});

describe('isLogLevel', () => {
  it.each([
    ['off', true],
    ['debug', true],
    ['Debug', false],
    ['', false],
    [null, false],
  ])('of %j is %s', (text, expected) => {
    expect(isLogLevel(text)).toBe(expected);
  });
});

describe('shownHeaders', () => {
  it('hides the values of secrets', () => {
    const headers = new Headers({ 'x-api-key': 'k', 'x-a': 'Bearer t', 'request-id': 'req_1' });
    expect(shownHeaders(headers)).toEqual({ 'request-id': 'req_1', 'x-a': '***', 'x-api-key': '***' });
  });

  it('hides the secrets in the address of a redirect', () => {
    const shown = (location: string) => shownHeaders(new Headers({ location }))['location'];
    expect(shown('https://user:secret@a.example/b')).toBe('https://***@a.example/b');
    expect(shown('https://a.example/b?x=1&access_token=secret#c')).toBe('https://a.example/b?x=1&access_token=***#c');
  });
});

describe('shownBody', () => {
  it.each([
    'token',
    'my_token',
    'client_secret',
    'password',
    'api_key',
    'api-key',
    'apiKey',
    'access_key',
    'private-key',
    'credential',
    'credentials',
    'Authorization',
    'cookie',
  ])('hides the value of the field %s', (name) => {
    expect(shownBody(JSON.stringify({ a: [{ [name]: { deep: 'hidden' } }] }))).toEqual({ a: [{ [name]: '***' }] });
  });

  it.each(['tokens', 'max_tokens', 'key', 'cookies', 'secretary'])('shows the field %s', (name) => {
    expect(shownBody(JSON.stringify({ [name]: 1 }))).toEqual({ [name]: 1 });
  });

  it.each<[unknown, unknown]>([
    [{ url: 'https://me:hidden@x.example/a' }, { url: 'https://***@x.example/a' }],
    [{ url: 'https://x.example/a?v=1&sig=hidden&w=2' }, { url: 'https://x.example/a?v=1&sig=***&w=2' }],
    [{ url: 'https://x.example/a?access_token=hidden#b' }, { url: 'https://x.example/a?access_token=***#b' }],
    [{ url: 'https://x.example/?X-Amz-Signature=hidden' }, { url: 'https://x.example/?X-Amz-Signature=***' }],
    [{ text: 'see https://x.example/?key=hidden now' }, { text: 'see https://x.example/?key=*** now' }],
    [
      { input: { password: 'hidden', apiKey: 'hidden', user: 'me' } },
      { input: { password: '***', apiKey: '***', user: 'me' } },
    ],
    [
      { max_tokens: 5, token: null },
      { max_tokens: 5, token: null },
    ],
  ])('shows %j as %j', (body, shown) => {
    expect(shownBody(JSON.stringify(body))).toEqual(shown);
  });

  it('reads text of any length in linear time', () => {
    const body = ['?' + 'token'.repeat(200_000), 'x://'.repeat(200_000), 'f'.repeat(1_000_000)];
    expect(shownBody(JSON.stringify(body))).toEqual(body); // quadratic time would take hours
  });

  it('shows nothing of an unreadable body', () => {
    expect(shownBody('[1')).toBe('not shown: it could not be read');
  });
});
