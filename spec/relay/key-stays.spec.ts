import { connect } from 'node:net';
import { diag, propagation, SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import * as z from 'zod/mini';
import { AnthropicClient, tool } from '../../lib/index.ts';
import { telemetry, traceRuns } from '../../lib/opentelemetry/index.ts';
import { errorBody, fakeFetch, messageEvents, type Reply, startReplayServer } from '../../lib/testing/index.ts';
import { awsCredentials, clouds, cloudToken } from '../support/clouds.ts';
import { diagErrors, startOtel, traceparent } from '../support/otel.ts';
import { params } from '../support/params.ts';
import { key, startProxy } from './proxy.ts';

const stream = { ...params, stream: true };

/** Every byte that a connection to the proxy gets, head and body. */
async function received(url: string, path: string, method: string, body: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const head = `${method} ${path} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\ncontent-type: application/json\r\n`;
  socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  let bytes = '';
  for await (const chunk of socket.setEncoding('latin1')) bytes += String(chunk);
  return bytes;
}

describe('the key', () => {
  const requests: [string, string, string, unknown, string][] = [
    ['a stream', 'POST', '/v1/messages', stream, '200'],
    ['a message', 'POST', '/v1/messages', params, '200'],
    ['a refusal', 'POST', '/v1/messages', { ...stream, model: 'other' }, '403'],
    ['wrong params', 'POST', '/v1/messages', {}, '400'],
    ['no JSON', 'POST', '/v1/messages', undefined, '400'],
    ['another path', 'POST', '/', {}, '404'],
    ['another method', 'PUT', '/v1/messages', {}, '405'],
  ];
  it.each(requests)('is in no byte that the browser receives for %s', async (_, method, path, body, status) => {
    const api = await startReplayServer();
    const proxy = await startProxy(api.url);
    const bytes = await received(proxy.url, path, method, body === undefined ? '{' : JSON.stringify(body));
    expect(bytes.split(' ', 2)[1]).toBe(status);
    expectNothingOf(bytes, api.url);
    // Otherwise there would be nothing to keep.
    if (status === '200') expect(api.requests[0]!.headers.get('x-api-key')).toBe(key);
    await proxy.close();
    await api.close();
  });

  const failures: [string, Reply, string][] = [
    ['an error of the API', { status: 401, body: errorBody('authentication_error', 'invalid x-api-key') }, '401'],
    ['a gateway that echoes the request', { status: 502, body: `${key} is wrong` }, '502'],
    [
      'headers that echo it',
      { headers: { 'x-echo': key, 'set-cookie': `k=${key}` }, body: messageEvents('Hi') },
      '200',
    ],
    ['a redirect', { status: 302, headers: { location: `https://elsewhere.example/?key=${key}` }, body: '' }, '502'],
    ['a page', { headers: { 'content-type': 'text/html' }, body: key }, '502'],
  ];
  it.each(failures)('is in no byte that the browser receives for %s', async (_, reply, status) => {
    const api = await startReplayServer({ respond: () => reply });
    const proxy = await startProxy(api.url);
    const bytes = await received(proxy.url, '/v1/messages', 'POST', JSON.stringify(stream));
    expect(bytes.split(' ', 2)[1]).toBe(status);
    expectNothingOf(bytes, api.url);
    await proxy.close();
    await api.close();
  });
});

describe('the key and the prompt', () => {
  const secretParams = { ...params, messages: [{ role: 'user' as const, content: 'the-prompt' }] };
  const replies: [string, Reply][] = [
    ['a reply', messageEvents('the-reply')],
    ['an error that echoes the request', { status: 400, body: errorBody(key, `${key} the-prompt the-reply`) }],
    ['a gateway that echoes it', { status: 502, body: `${key} the-prompt the-reply` }],
    ['a model that echoes it', { status: 400, headers: { 'x-echo': key }, body: 'the-reply' }],
  ];
  it.each(replies)('are in no span and no metric of %s', async (_, reply) => {
    const otel = startOtel();
    const api = await startReplayServer({ respond: () => reply });
    const client = new AnthropicClient({
      baseURL: api.url,
      apiKey: key,
      maxRetries: 0,
      defaultHeaders: { cookie: key },
      ...telemetry({ tracer: otel.tracer, meter: otel.meter }),
    });
    const tools = [
      { name: 'x', definition: { type: 'bash_20250124' as const, name: 'bash' as const }, run: () => key },
    ];
    const run = traceRuns({ tracer: otel.tracer, meter: otel.meter });
    await lastValueFrom(run(client.messages, secretParams, { tools })).catch(() => undefined);
    await lastValueFrom(client.messages.create(secretParams)).catch(() => undefined);
    const recorded = otel.spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events }));
    expect(recorded).toHaveLength(3);
    expect(JSON.stringify([recorded, await otel.points()])).not.toMatch(/the-key|the-prompt|the-reply/);
    await api.close();
    await otel.close();
  });
});

describe('the credentials of a cloud and the prompt', () => {
  const secretParams = { ...params, messages: [{ role: 'user' as const, content: 'the-prompt' }] };
  const secrets = [...Object.values(awsCredentials), cloudToken, 'the-prompt', 'the-reply', 'my-project', 'Signature='];

  it.each(clouds.map((cloud) => [cloud.name, cloud] as const))(
    'are in no span, metric and report of %s',
    async (_, { dialect, options }) => {
      const otel = startOtel();
      const errors = diagErrors();
      propagation.setGlobalPropagator(traceparent);
      const failures: Reply[] = [{ status: 400, body: errorBody('invalid_request_error', secrets.join(' ')) }];
      const api = await startReplayServer({ dialect, respond: () => failures.shift() ?? messageEvents('the-reply') });
      const client = new AnthropicClient({
        ...options(api.url),
        ...telemetry({ tracer: otel.tracer, meter: otel.meter }),
        maxRetries: 0,
      });
      await lastValueFrom(client.messages.stream(secretParams)).catch(() => undefined);
      await lastValueFrom(client.messages.stream(secretParams));
      const spans = otel.spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events }));
      expect(spans.map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR, SpanStatusCode.OK]);
      const recorded = JSON.stringify([spans, await otel.points(), errors]);
      expect(secrets.filter((secret) => recorded.includes(secret))).toEqual([]);
      diag.disable();
      await api.close();
      await otel.close();
    },
  );
});

describe('the input, the result and the error of a tool', () => {
  it.each<[string, () => string]>([
    ['returns', () => 'the-result'],
    ['throws', () => { throw new Error('the-error of the-input'); }], // prettier-ignore
  ])('are in no span and no metric of a tool that %s', async (outcome, run) => {
    const otel = startOtel();
    const replies = [messageEvents({ content: { tool_use: { id: 't1', name: 'x', input: { text: 'the-input' } } } })];
    const client = new AnthropicClient({ apiKey: key, fetch: fakeFetch(() => replies.shift() ?? messageEvents('Hi')) });
    const tools = [tool({ name: 'x', description: 'x', inputSchema: z.object({ text: z.string() }), run })];
    const runTools = traceRuns({ tracer: otel.tracer, meter: otel.meter });
    await lastValueFrom(runTools(client.messages, params, { tools }));
    const spans = otel.spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events }));
    expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
      ['execute_tool x', outcome === 'throws' ? SpanStatusCode.ERROR : SpanStatusCode.OK],
      ['invoke_agent', SpanStatusCode.OK],
    ]);
    expect(JSON.stringify([spans, await otel.points()])).not.toMatch(/the-(?:key|input|result|error)/);
    await otel.close();
  });
});

/** Neither the key nor where the API is. */
function expectNothingOf(bytes: string, url: string): void {
  expect(bytes).not.toContain(key);
  expect(bytes).not.toContain(new URL(url).host);
}
