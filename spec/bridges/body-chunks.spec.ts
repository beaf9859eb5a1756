import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, tap, toArray } from 'rxjs';
import { bodyChunks } from '../../lib/bridges/body-chunks.ts';

const chunks = (body: unknown) => lastValueFrom(bodyChunks('owner', body as ReadableStream<string>).pipe(toArray()));
const streamOf = (...given: string[]) =>
  new ReadableStream<string>({
    start: (controller) => {
      for (const chunk of given) controller.enqueue(chunk);
      controller.close();
    },
  });
const fix = 'pass a ReadableStream or an async iterable, such as response.body';

describe('bodyChunks', () => {
  it('emits the chunks of a stream and of an async iterable, and completes', async () => {
    expect(await chunks(streamOf('a', '', 'b'))).toEqual(['a', '', 'b']);
    const iterable = { [Symbol.asyncIterator]: () => streamOf('a', 'b')[Symbol.asyncIterator]() };
    expect(await chunks(iterable)).toEqual(['a', 'b']);
  });

  it('reads with a reader, since a stream need not be iterable', async () => {
    const body = streamOf('a');
    Object.defineProperty(body, Symbol.asyncIterator, { value: undefined });
    expect(await chunks(body)).toEqual(['a']);
  });

  it('does nothing before it is subscribed, and checks the body then', async () => {
    const body = streamOf('a');
    const chunks$ = bodyChunks('owner', body);
    expect(body.locked).toBe(false);
    expect(await lastValueFrom(chunks$)).toBe('a');
    expect(() => bodyChunks('owner', null)).not.toThrow();
  });

  it('cancels a stream that is unsubscribed in the middle of a read', async () => {
    let cancel!: (reason: unknown) => void;
    const cancelled = new Promise((resolve) => (cancel = resolve));
    const body = new ReadableStream<string>({ start: (controller) => controller.enqueue('a'), cancel });
    expect(await firstValueFrom(bodyChunks('owner', body))).toBe('a');
    expect(await cancelled).toBeUndefined();
  });

  it.each<[string, () => unknown, string]>([
    ['null', () => null, 'is null: the response has no body; check response.ok and response.status first'],
    [
      'undefined',
      () => undefined,
      'is undefined: the response has no body; check response.ok and response.status first',
    ],
    ['text', () => 'data: 1', 'is a string; pass a stream of it: new Response(text).body'],
    ['a function', () => () => 1, `is a function; ${fix}`],
    ['a number', () => 7, `is a number; ${fix}`],
    ['a response', () => new Response('x'), 'is a Response; pass its body: response.body'],
    ['an object with headers only', () => ({ headers: {} }), `is an object; ${fix}`],
    ['an object with a body only', () => ({ body: '' }), `is an object; ${fix}`],
    [
      'a locked stream',
      () => {
        const body = streamOf('a');
        body.getReader();
        return body;
      },
      'has a reader already; a body can be read once, so subscribe once or share the events',
    ],
  ])('errors with the fix for %s', async (_, body, problem) => {
    await expect(chunks(body())).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: `owner: body: ${problem}`,
    });
  });

  it.each([
    [new ArrayBuffer(4), 'an object'],
    [new DataView(new ArrayBuffer(4)), 'an object'],
    [new Uint16Array(2), 'an object'],
    [{ type: 'message_stop' }, 'an object'],
    [[1, 2], 'an array'],
    [7, '7'],
    [null, 'null'],
  ])('errors at the chunk %p', async (chunk, kind) => {
    async function* body() {
      yield 'a';
      yield await Promise.resolve(chunk);
    }
    const read: unknown[] = [];
    const read$ = bodyChunks('owner', body() as AsyncIterable<string>).pipe(tap((value) => read.push(value)));
    await expect(lastValueFrom(read$)).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: `owner: body: contains ${kind}; pass a body of Uint8Array or strings`,
    });
    expect(read).toEqual(['a']);
  });
});
