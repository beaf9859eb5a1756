import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient, type AnthropicClientOptions, finalText } from '../../lib/index.ts';
import { errorBody, fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { keyLike } from '../support/key-like.ts';
import { params } from '../support/params.ts';

type Line = readonly [level: string, message: string, details: unknown];

/** The log of a call that is overloaded once. */
async function logged(options: AnthropicClientOptions): Promise<Line[]> {
  const lines: Line[] = [];
  const write = (level: string) => (message: string, details?: unknown) => void lines.push([level, message, details]);
  const logger = { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') };
  const headers = { 'request-id': 'req_1', 'set-cookie': 'the-cookie' };
  const fetch = fakeFetch([
    { status: 529, headers, body: JSON.stringify(errorBody('overloaded_error', 'Busy')) },
    messageEvents('Hi'),
  ]);
  const client = new AnthropicClient({ apiKey: 'the-key', fetch, logger, delay: () => 0, ...options });
  const mcp_servers = [{ type: 'url', name: 'x', url: 'https://x.example', authorization_token: 'the-token' } as const];
  await lastValueFrom(client.beta.messages.stream({ ...params, mcp_servers }));
  return lines;
}

describe('a client logs', () => {
  beforeEach(() => void Reflect.deleteProperty(process.env, 'ANTHROPIC_LOG'));
  afterEach(() => void Reflect.deleteProperty(process.env, 'ANTHROPIC_LOG'));

  it('nothing by default', async () => {
    expect(await logged({})).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('disk full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('without harm to a call when its logger %s', async (_, write) => {
    const logger = { error: write, warn: write, info: write, debug: write };
    const client = new AnthropicClient({
      apiKey: 'key',
      fetch: fakeFetch(messageEvents('Hi')),
      logger,
      logLevel: 'debug',
    });
    expect(await lastValueFrom(client.messages.stream(params).pipe(finalText()))).toBe('Hi');
  });

  it('a line for each response and retry with info', async () => {
    const lines = await logged({ logLevel: 'info' });
    expect(lines.map(([level, message]) => `${level} ${message.replace(/\d+ ms/, '… ms')}`)).toEqual([
      'info POST https://api.anthropic.com/v1/messages returned 529 after … ms (req_1)',
      'info Retry 1 in … ms, after OverloadedError',
      expect.stringMatching(/^info POST https:\/\/api\.anthropic\.com\/v1\/messages returned 200 after … ms/),
    ]);
  });

  it('requests too with debug, and never a secret', async () => {
    const lines = await logged({ logLevel: 'debug', defaultHeaders: { cookie: 'the-cookie' } });
    const [, , details] = lines[0]!;
    expect(lines[0]).toEqual(['debug', 'POST https://api.anthropic.com/v1/messages', expect.anything()]);
    expect(details).toMatchObject({
      headers: { 'x-api-key': '***', cookie: '***', 'anthropic-version': '2023-06-01' },
      body: { model: params.model, stream: true, mcp_servers: [{ authorization_token: '***' }] },
    });
    expect(JSON.stringify(lines)).not.toMatch(/the-key|the-token|the-cookie/);
  });

  it('no header whose name or value looks like a secret', async () => {
    const secrets = {
      'x-goog-api-key': 'the-key',
      'my-password': 'the-key',
      'x-amz-security-token': 'the-key',
      'x-plain': keyLike,
      'x-other': 'Bearer the-key',
    };
    const shown = { 'anthropic-ratelimit-tokens-limit': '7', 'idempotency-key': 'shown' };
    const lines = await logged({ logLevel: 'debug', defaultHeaders: { ...secrets, ...shown } });
    const [, , details] = lines[0]!;
    const masked = Object.fromEntries(Object.keys(secrets).map((name) => [name, '***']));
    expect(details).toMatchObject({ headers: { ...masked, ...shown } });
    expect(JSON.stringify(lines)).not.toContain('the-key');
  });

  it('at the level of ANTHROPIC_LOG without the option logLevel', async () => {
    process.env['ANTHROPIC_LOG'] = 'info';
    expect(await logged({})).toHaveLength(3);
    expect(await logged({ logLevel: 'off' })).toEqual([]);
  });

  it('a warning about an invalid ANTHROPIC_LOG, unless the code sets a level', async () => {
    process.env['ANTHROPIC_LOG'] = 'loudly';
    const ignored = 'ANTHROPIC_LOG is ignored: it must be one of off, error, warn, info, debug';
    expect(await logged({})).toEqual([['warn', ignored, undefined]]);
    expect(await logged({ logLevel: 'warn' })).toEqual([]);
  });
});
