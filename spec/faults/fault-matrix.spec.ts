import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { AnthropicClient } from '../../lib/index.ts';
import { all, atOnce, faults, outcome, status, stream, upTo } from './faults.ts';
import { params } from '../support/params.ts';

describe('faults', () => {
  it.each(faults)('%s', async (_, answers, expected, ...options) => {
    expect(await outcome(answers, ...options)).toMatchObject(expected);
  });

  it('a refused connection is retried and then an APIConnectionError', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    let attempts = 0;
    const counting: typeof fetch = (...args) => {
      attempts++;
      return fetch(...args);
    };
    const client = new AnthropicClient({
      baseURL: `http://127.0.0.1:${port}`,
      apiKey: 'key',
      fetch: counting,
      delay: atOnce,
    });
    const failure = await client.messages
      .stream(params)
      .forEach(() => undefined)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'APIConnectionError', message: expect.stringContaining('ECONNREFUSED') });
    expect(attempts).toBe(3);
  });

  it('single bytes inside one event do not reset silence', async () => {
    let drip: NodeJS.Timeout | undefined;
    const { seen, text, server } = await outcome(
      [
        (response) => {
          response.writeHead(200, stream);
          response.write(`${upTo(3)}data: "`);
          drip = setInterval(() => response.write('x'), 20);
        },
      ],
      { deadlines: { silence: 1_000 } },
    );
    clearInterval(drip);
    expect(await server.requests[0]!.closed).toBe('aborted');
    expect({ seen, text }).toEqual({ seen: [...all.slice(0, 3), 'StreamDeadlineError'], text: 'Hello' });
  });

  it('pings do not reset contentGap', async () => {
    let pings: NodeJS.Timeout | undefined;
    const { seen, failure } = await outcome(
      [
        (response) => {
          response.writeHead(200, stream);
          response.write(upTo(3));
          pings = setInterval(() => response.write('event: ping\ndata: {"type":"ping"}\n\n'), 20);
        },
      ],
      { deadlines: { contentGap: 1_000 } },
    );
    clearInterval(pings);
    expect(seen).toEqual([...all.slice(0, 3), 'StreamDeadlineError']);
    expect(failure).toMatchObject({ deadline: 'contentGap', after: 1_000 });
  });

  it('one event of 100 MB is refused long before its end', async () => {
    let written = 0;
    const { seen, text, server } = await outcome([
      (response) => {
        response.writeHead(200, stream);
        response.write(`${upTo(3)}data: `);
        const megabyte = 'x'.repeat(1024 * 1024);
        const more = () => {
          if (response.socket === null || written >= 100) return;
          written++;
          response.write(megabyte);
          setImmediate(more);
        };
        more();
      },
    ]);
    expect({ seen, text }).toEqual({ seen: [...all.slice(0, 3), 'MalformedStreamError'], text: 'Hello' });
    expect(await server.requests[0]!.closed).toBe('aborted');
  });

  it('a redirect shows the origin of its target, without path and query', async () => {
    const { failure } = await outcome([
      { status: 307, headers: { location: 'https://elsewhere.example/v1?token=abc' }, body: '' },
    ]);
    expect((failure as Error).message).toContain('redirects to https://elsewhere.example. The');
    expect((failure as Error).message).not.toContain('token');
  });

  it('retries send their number in x-retry-count', async () => {
    const { server } = await outcome([status(529), status(529)]);
    expect(server.requests.map(({ headers }) => headers.get('x-retry-count'))).toEqual([null, '1', '2']);
  });
});
