import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { fromServerSentEvents, textDeltas } from '../../lib/index.ts';
import { messageEvents, sseBody } from '../../lib/testing/index.ts';

const hello = messageEvents('Hello there');

const textStream = (...chunks: string[]) =>
  new ReadableStream<string>({
    start: (controller) => {
      chunks.forEach((chunk) => controller.enqueue(chunk));
      controller.close();
    },
  });

describe('fromServerSentEvents', () => {
  const bytes = new TextEncoder().encode(sseBody(hello));

  it.each([
    ['a stream of bytes', () => new Blob([bytes]).stream()],
    ['a stream of text', () => textStream(sseBody(hello).slice(0, 50), sseBody(hello).slice(50))],
    [
      'an async iterable of bytes',
      async function* () {
        yield await Promise.resolve(bytes.subarray(0, 9));
        yield bytes.subarray(9);
      },
    ],
  ])('reads %s', async (_, body) => {
    expect(await lastValueFrom(fromServerSentEvents(body() as ReadableStream<Uint8Array>).pipe(toArray()))).toEqual(
      hello,
    );
  });

  it('cancels the body on unsubscribe, even in the middle of a read', async () => {
    let cancelled!: () => void;
    const closed = new Promise<void>((resolve) => (cancelled = resolve));
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(sseBody(hello.slice(0, 3)))),
      cancel: () => cancelled(),
    });
    expect(await firstValueFrom(fromServerSentEvents(body).pipe(textDeltas()))).toBe('Hello');
    await closed;
  });

  it.each<[string, unknown, string]>([
    ['a response', new Response(bytes), 'is a Response; pass its body: response.body'],
    ['text', sseBody(hello), 'is a string; pass a stream of it: new Response(text).body'],
    ['null', null, 'is null: the response has no body; check response.ok and response.status first'],
    ['undefined', undefined, 'is undefined: the response has no body; check response.ok and response.status first'],
    ['an array', [sseBody(hello)], 'is an object; pass a ReadableStream or an async iterable, such as response.body'],
    ['a function', () => bytes, 'is a function; pass a ReadableStream or an async iterable, such as response.body'],
  ])('names the fix for %s', async (_, body, problem) => {
    await expect(lastValueFrom(fromServerSentEvents(body as ReadableStream<string>))).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: `fromServerSentEvents: body: ${problem}`,
    });
  });

  it('names fromServerSentValues for a stream of own values', async () => {
    const own = `event: text\ndata: {"type":"text","text":"Hi"}\n\nevent: done\ndata: {"type":"done"}\n\n`;
    await expect(lastValueFrom(fromServerSentEvents(textStream(own)))).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message:
        'fromServerSentEvents: body: contains values of your own, which end with done, not message events; ' +
        'use fromServerSentValues(body)',
    });
    const cut = textStream(sseBody(hello.slice(0, 3)));
    await expect(lastValueFrom(fromServerSentEvents(cut))).rejects.toMatchObject({ name: 'IncompleteStreamError' });
  });

  it('reports a second subscription', async () => {
    const reply$ = fromServerSentEvents(new Blob([bytes]).stream());
    await lastValueFrom(reply$);
    await expect(lastValueFrom(reply$)).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: expect.stringContaining('subscribe once or share the events'),
    });
  });

  it('accepts events of up to 16 MiB', async () => {
    const eventOf = (size: number) => {
      const frame = (text: string) =>
        `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${text}"}}`;
      return `data: ${frame('x'.repeat(size - frame('').length))}\n\n`;
    };
    const limit = 16 * 1024 * 1024;
    const first$ = (size: number) => firstValueFrom(fromServerSentEvents(textStream(eventOf(size))));
    expect(await first$(limit)).toMatchObject({ type: 'content_block_delta' });
    await expect(first$(limit + 1)).rejects.toMatchObject({
      name: 'MalformedStreamError',
      message: expect.stringContaining('(16777216)'),
    });
  });

  it('is incomplete when the body is', async () => {
    const cut$ = fromServerSentEvents(new Blob([sseBody(hello.slice(0, 3))]).stream());
    await expect(lastValueFrom(cut$)).rejects.toMatchObject({ name: 'IncompleteStreamError' });
  });
});
