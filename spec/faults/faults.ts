import { gzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import {
  AnthropicClient,
  type AnthropicClientOptions,
  type BetaMessageStreamEvent,
  isAnthropicError,
  type RequestOptions,
  retainPartial,
} from '../../lib/index.ts';
import {
  errorBody,
  messageEvents,
  type DialectName,
  type ReplayServer,
  type ReplayServerOptions,
  type RespondFunction,
  sseBody,
  startReplayServer,
} from '../../lib/testing/index.ts';
import { InvokeModelEncoder } from '../../lib/testing/invoke-model-encoder.ts';
import { params } from '../support/params.ts';

export type Answer = ReturnType<NonNullable<ReplayServerOptions['respond']>>;

/** A server, the way to it, and whether its streams are binary. */
export interface Way {
  readonly dialect: DialectName;
  readonly options: (baseURL: string) => AnthropicClientOptions;
  readonly framed?: boolean;
}

/** The API itself. */
const direct: Way = { dialect: 'anthropic', options: (baseURL) => ({ baseURL, apiKey: 'key' }) };

/** What the server does at each request, the outcome, and the options of the call. */
export type Fault = [name: string, answers: Answer[], expected: Partial<Outcome>, options?: RequestOptions];

const hello = messageEvents('Hello there');
const wire = sseBody(hello);
export const stream = { 'content-type': 'text/event-stream' };
export const upTo = (count: number) => sseBody(hello.slice(0, count));
const error = (type: string) => sseBody([errorBody(type, 'Said so')]); // an error event has the same form

/** Sends everything immediately, without ending the response. */
const open =
  (body: string): Answer =>
  (response) => {
    response.writeHead(200, stream);
    response.write(body);
  };
/** Sends everything immediately, then the connection breaks. */
const reset =
  (body: string | Uint8Array): Answer =>
  (response) => {
    response.writeHead(200, stream);
    response.write(body);
    setImmediate(() => response.destroy());
  };
const whole = (body: string | Uint8Array, headers: Record<string, string> = stream): Answer => ({
  status: 200,
  headers,
  body,
});
export const status = (code: number, headers: Record<string, string> = {}): Answer => ({
  status: code,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(errorBody('some_error', 'Said so')),
});

export interface Outcome {
  /** Types of the events, then the name of the error or `complete`. */
  readonly seen: string[];
  readonly requests: number;
  readonly text: string | undefined;
  readonly failure: unknown;
  /** The server, closed. */
  readonly server: ReplayServer;
}

/** The same writes to a response, as a binary event stream. */
function framed(answer: RespondFunction): RespondFunction {
  return (response, request) => {
    const encoder = new InvokeModelEncoder();
    const write = response.write.bind(response);
    response.write = (chunk) => {
      write(encoder.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
      return write(encoder.end());
    };
    const writeHead = response.writeHead.bind(response);
    response.writeHead = (status) => writeHead(status, { 'content-type': 'application/vnd.amazon.eventstream' });
    answer(response, request);
  };
}

/** Sends one call to a server that answers like this. */
export async function outcome(answers: Answer[], options: RequestOptions = {}, way = direct): Promise<Outcome> {
  const server = await startReplayServer({
    dialect: way.dialect,
    respond: () => {
      const answer = answers[server.requests.length - 1] ?? hello;
      return way.framed && typeof answer === 'function' ? framed(answer) : answer;
    },
  });
  const client = new AnthropicClient({ ...way.options(server.url), delay: atOnce });
  const seen: string[] = [];
  let failure: unknown;
  await new Promise<void>((resolve) => {
    const subscription = client.messages
      .stream(params, options)
      .pipe(retainPartial())
      .subscribe({
        next: ({ type }: BetaMessageStreamEvent) => seen.push(type),
        error: (error: unknown) => {
          failure = error;
          seen.push((error as Error).name);
        },
        complete: () => seen.push('complete'),
      });
    subscription.add(resolve);
  });
  // No connection stays open.
  await Promise.all(server.requests.map(({ closed }) => closed));
  const partial = isAnthropicError(failure) ? failure.partialMessage?.content[0] : undefined;
  await server.close();
  const text = partial?.type === 'text' ? partial.text : undefined;
  return { seen, requests: server.requests.length, text, failure, server };
}

/** The default decision without its waits. */
export const atOnce = () => 0;

export const all = hello.map(({ type }) => type);
const done = [...all, 'complete'];

/** The words of an error for a page without a title. */
const page = `a page that says "${'Log in '.repeat(100).trim().slice(0, 200)}"`;

/** Faults of servers and of the network, and their outcomes. */
export const faults: Fault[] = [
  [
    'a reset before headers, once',
    [(response) => void response.socket?.resetAndDestroy()],
    { seen: done, requests: 2 },
  ],
  [
    'a reset before headers, always',
    [1, 2, 3].map((): Answer => (response) => void response.socket?.resetAndDestroy()),
    { seen: ['APIConnectionError'], requests: 3 },
  ],
  ['a reset after headers, once', [reset('')], { seen: done, requests: 2 }],
  [
    'a reset after text',
    [reset(upTo(3))],
    { seen: [...all.slice(0, 3), 'APIConnectionError'], requests: 1, text: 'Hello' },
  ],
  [
    'a reset in the middle of an event',
    [reset(`${upTo(3)}event: content_block_delta\ndata: {"type":"cont`)],
    { seen: [...all.slice(0, 3), 'APIConnectionError'], requests: 1, text: 'Hello' },
  ],
  [
    'a reset in the middle of a character',
    [reset(Buffer.concat([Buffer.from(`${upTo(3)}data: "`), Buffer.from('ü').subarray(0, 1)]))],
    { seen: [...all.slice(0, 3), 'APIConnectionError'], requests: 1, text: 'Hello' },
  ],
  [
    'a reset after message_delta',
    [reset(upTo(hello.length - 1))],
    { seen: [...all.slice(0, -1), 'APIConnectionError'], requests: 1, text: 'Hello there' },
  ],
  ['an end without message_stop', [whole(upTo(hello.length - 1))], { seen: done, requests: 1 }],
  [
    'an end without stop reason',
    [whole(upTo(hello.length - 2))],
    { seen: [...all.slice(0, -2), 'IncompleteStreamError'], requests: 1, text: 'Hello there' },
  ],
  ['an empty event stream, once', [whole('')], { seen: done, requests: 2 }],
  [
    'an empty event stream, always',
    [whole(''), whole(''), whole('')],
    { seen: ['IncompleteStreamError'], requests: 3 },
  ],
  [
    'silence before headers, always',
    [() => undefined, () => undefined, () => undefined],
    { seen: ['APITimeoutError'], requests: 3 },
    { timeout: 30 },
  ],
  ['silence before headers, once', [() => undefined], { seen: done, requests: 2 }, { timeout: 1_000 }],
  [
    'silence after headers, always',
    [open(''), open(''), open('')],
    { seen: ['StreamDeadlineError'], requests: 3 },
    { deadlines: { silence: 300 } },
  ],
  [
    'silence after text',
    [open(upTo(3))],
    { seen: [...all.slice(0, 3), 'StreamDeadlineError'], requests: 1, text: 'Hello' },
    { deadlines: { silence: 1_000 } },
  ],
  [
    'no content in time',
    [open(upTo(2))],
    { seen: [...all.slice(0, 2), 'StreamDeadlineError'], requests: 1, text: '' },
    { deadlines: { firstContent: 1_000 } },
  ],
  [
    'a stream that is too long',
    [open(upTo(3))],
    { seen: [...all.slice(0, 3), 'StreamDeadlineError'], requests: 1, text: 'Hello' },
    { deadlines: { total: 1_000 } },
  ],
  ...(['silence', 'total'] as const).map((deadline): Fault => [
    `a reply without message_stop held open until ${deadline}`,
    [open(upTo(hello.length - 1))],
    { seen: done, requests: 1 },
    { deadlines: { [deadline]: 300 } },
  ]),
  ...[408, 409, 429, 500, 502, 503, 504, 529].map((code): [string, Answer[], Partial<Outcome>] => [
    `status ${code} once`,
    [status(code)],
    { seen: done, requests: 2 },
  ]),
  ...[400, 401, 403, 404, 413, 422, 425].map((code): [string, Answer[], Partial<Outcome>] => [
    `status ${code}`,
    [status(code)],
    { requests: 1, failure: expect.objectContaining({ status: code }) },
  ]),
  ['529 three times', [status(529), status(529), status(529)], { seen: ['OverloadedError'], requests: 3 }],
  [
    'an HTML page',
    [whole(`<!doctype html>${'<p>Log in'.repeat(100)}`, { 'content-type': 'text/html', 'request-id': 'req_1' })],
    {
      seen: ['NotAnEventStreamError'],
      requests: 1,
      failure: expect.objectContaining({
        message:
          `Expected an event stream (text/event-stream) but got text/html with status 200: ${page}. ` +
          'Check baseURL and any proxy in between.',
        contentType: 'text/html',
        status: 200,
        requestId: 'req_1',
        body: page,
      }),
    },
  ],
  [
    'a JSON error with status 200',
    [whole('{"error":"quota"}', { 'content-type': 'application/json' })],
    { seen: ['APIError'], requests: 1 },
  ],
  ['status 204', [{ status: 204, headers: {}, body: '' }], { seen: ['NotAnEventStreamError'], requests: 1 }],
  [
    'a redirect',
    [{ status: 302, headers: { location: 'https://elsewhere.example/?token=abc' }, body: '' }],
    { seen: ['APIError'], requests: 1 },
  ],
  ['events under a wrong content-type', [whole(wire, { 'content-type': 'text/plain' })], { seen: done, requests: 1 }],
  ['a gzipped body', [whole(gzipSync(wire), { ...stream, 'content-encoding': 'gzip' })], { seen: done, requests: 1 }],
  [
    'a body with a length',
    [whole(wire, { ...stream, 'content-length': String(Buffer.byteLength(wire)) })],
    { seen: done, requests: 1 },
  ],
  [
    'invalid JSON',
    [whole(`${upTo(3)}data: {"type":\n\n`)],
    { seen: [...all.slice(0, 3), 'MalformedEventError'], requests: 1, text: 'Hello' },
  ],
  [
    'an event that is too large',
    [whole(`${upTo(3)}data: ${'x'.repeat(5_000)}\n\n`)],
    { seen: [...all.slice(0, 3), 'MalformedStreamError'], text: 'Hello' },
    { maxEventBytes: 4_000 },
  ],
  ['NUL characters', [whole(`\0\0: x\n${wire}`)], { seen: done, requests: 1 }],
  ['a byte order mark', [whole(`\ufeff${wire}`)], { seen: done, requests: 1 }],
  ['carriage returns', [whole(wire.replaceAll('\n', '\r'))], { seen: done, requests: 1 }],
  ['no blank line at the end', [whole(wire.trimEnd())], { seen: done, requests: 1 }],
  [
    'an end in the middle of an event',
    [whole(`${upTo(3)}event: message_stop\ndata: {"type":"message_st`)],
    { seen: [...all.slice(0, 3), 'IncompleteStreamError'], requests: 1, text: 'Hello' },
  ],
  [
    'six content-encodings, once',
    [whole(wire, { ...stream, 'content-encoding': 'gzip, gzip, gzip, gzip, gzip, gzip' })],
    { seen: done, requests: 2 },
  ],
  ['carriage returns with line feeds', [whole(wire.replaceAll('\n', '\r\n'))], { seen: done, requests: 1 }],
  ['a repeated message_start', [whole(upTo(1) + wire)], { seen: done, requests: 1 }],
  [
    'a block started twice',
    [whole(upTo(2) + sseBody(hello.slice(1)))],
    { seen: [...all.slice(0, 2), ...all.slice(1), 'complete'], requests: 1 },
  ],
  [
    'a block that never started',
    [whole(sseBody([hello[0]!, ...hello.slice(2)]))],
    { seen: [all[0]!, 'MalformedStreamError'], text: undefined },
  ],
  ['a message without a start', [whole(sseBody(hello.slice(1)))], { seen: done, requests: 1 }],
  ['overload as the first event, once', [whole(error('overloaded_error'))], { seen: done, requests: 2 }],
  ['overload after message_start, once', [whole(upTo(1) + error('overloaded_error'))], { seen: done, requests: 2 }],
  ['api_error after message_start, once', [whole(upTo(1) + error('api_error'))], { seen: done, requests: 2 }],
  [
    'an invalid request reported in the stream',
    [whole(error('invalid_request_error'))],
    { seen: ['BadRequestError'], requests: 1 },
  ],
  [
    'overload in the middle',
    [whole(upTo(3) + error('overloaded_error'))],
    { seen: [...all.slice(0, 3), 'OverloadedError'], requests: 1, text: 'Hello' },
  ],
  ['overload after the end', [whole(wire + error('overloaded_error'))], { seen: done, requests: 1 }],
];
