import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Observable } from 'rxjs';
import { AnthropicClient, type RequestOptions } from '../../lib/index.ts';
import { fakeFetch } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { settle } from '../support/settle.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The notifications of create() and countTokens() for a body, and the body to write to. */
function open(options: RequestOptions) {
  const bodies: ReadableStreamDefaultController<Uint8Array>[] = [];
  const seen: unknown[] = [];
  for (const call of ['create', 'countTokens'] as const) {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void bodies.push(controller) });
    const client = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(new Response(body)), maxRetries: 0 });
    const reply$: Observable<unknown> = client.messages[call](params, options);
    reply$.subscribe({
      next: (value) => seen.push(value),
      error: (error: unknown) => seen.push((error as Error).message),
      complete: () => seen.push('complete'),
    });
  }
  return { seen, write: (text: string) => bodies.forEach((body) => body.enqueue(bytes(text))), bodies };
}

describe('the body of create() and countTokens()', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  const ranOut = (clock: string, after: number) =>
    `The reply exceeded deadlines.${clock} (${after} ms). Raise it, or send the request again.`;

  it('errors after silence without bytes', async () => {
    const { seen, write } = open({ deadlines: { silence: 100 } });
    await settle();
    jest.advanceTimersByTime(99);
    write('{');
    await settle();
    jest.advanceTimersByTime(99);
    expect(seen).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual([ranOut('silence', 100), ranOut('silence', 100)]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('errors after total, even while bytes arrive', async () => {
    const { seen, write } = open({ deadlines: { silence: 100, total: 250 } });
    for (let time = 0; time < 250; time += 50) {
      await settle();
      expect(seen).toEqual([]);
      write(' ');
      await settle();
      jest.advanceTimersByTime(50);
    }
    expect(seen).toEqual([ranOut('total', 250), ranOut('total', 250)]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is refused beyond maxEventBytes, with a fix', async () => {
    const { seen, write, bodies } = open({ maxEventBytes: 20 });
    write('{"a":"12345678901234');
    await settle();
    expect(seen).toEqual([]);
    write('}');
    await settle();
    const refused = 'The body is larger than maxEventBytes (20). Raise it if you trust the server.';
    expect(seen).toEqual([refused, refused]);
    expect(bodies.map((body) => body.desiredSize)).toEqual([0, 0]);
  });

  it('is joined from its chunks, also from parts of a character', async () => {
    const { seen, bodies } = open({ maxEventBytes: 60 });
    for (const body of bodies) {
      for (const byte of bytes('{"type":"message","input_tokens":3,"a":"ü€"}')) body.enqueue(Uint8Array.of(byte));
      body.close();
    }
    await settle();
    const count = { type: 'message', input_tokens: 3, a: 'ü€' };
    const message = { ...count, content: [] };
    expect(seen).toMatchObject([message, 'complete', count, 'complete']);
  });
});
