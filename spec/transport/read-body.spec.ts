import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject, lastValueFrom, take, takeUntil, timer, toArray } from 'rxjs';
import { isAnthropicError } from '../../lib/index.ts';
import { readBody } from '../../lib/transport/read-body.ts';
import { bodyOf, bytes, chunk, end, openOf, textOf } from '../support/scripted-body.ts';
import { settle } from '../support/settle.ts';

/** The notifications of a body, and how often its connection was closed. */
async function outcome(body: unknown) {
  const { open, closed } = openOf(body);
  const seen: unknown[] = [];
  readBody(open).subscribe({
    next: (chunk) => seen.push(textOf([chunk])),
    error: (error: unknown) => seen.push(isAnthropicError(error) ? error.message : error),
    complete: () => seen.push('complete'),
  });
  await settle();
  return { seen, closed: closed.count };
}

describe('readBody', () => {
  it('closes a response without a body and completes', async () => {
    expect(await outcome(null)).toEqual({ seen: ['complete'], closed: 1 });
    expect(await outcome(undefined)).toEqual({ seen: ['complete'], closed: 1 });
  });

  it('emits chunks, not empty ones, and keeps a connection whose body has ended', async () => {
    const body = bodyOf(chunk(bytes('a')), chunk(new Uint8Array()), chunk(bytes('b')), end);
    expect(await outcome(body)).toEqual({ seen: ['a', 'b', 'complete'], closed: 0 });
  });

  it('closes the connection of compressed data that has ended, as the HTTP body may be open', async () => {
    const { open, closed } = openOf(bodyOf(chunk(bytes('a')), end));
    open.response.headers.set('content-encoding', 'gzip');
    expect(textOf(await lastValueFrom(readBody(open).pipe(toArray())))).toBe('a');
    expect(closed.count).toBe(1);
    const left = openOf(bodyOf(chunk(bytes('a')), end));
    left.open.response.headers.set('content-encoding', 'gzip');
    await lastValueFrom(readBody(left.open, [], () => true).pipe(take(1)));
    await settle();
    expect(left.closed.count).toBe(1);
  });

  const broke = (reason: string) =>
    `The connection broke before the end of the response: ${reason}. The reply is not complete.`;
  const wrongChunk = (tag: string) =>
    `The body of the response contains a chunk of [object ${tag}]; a custom fetch must return chunks of Uint8Array.`;
  it.each<[string, unknown, string, number]>([
    ['rejects', bodyOf(() => Promise.reject(new Error('reset'))), broke('reset'), 0],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what others may do
    ['rejects without an error', bodyOf(() => Promise.reject(undefined)), broke('undefined'), 0],
    ['resolves with a string', bodyOf(chunk('data: x')), wrongChunk('String'), 1],
    ['resolves with a number', bodyOf(chunk(7)), wrongChunk('Number'), 1],
    ['resolves without a value', bodyOf(chunk(undefined)), wrongChunk('Undefined'), 1],
  ])('reports a read that %s', async (_, body, message, closed) => {
    expect(await outcome(body)).toEqual({ seen: [message], closed });
  });

  const fail = () => {
    throw new Error('thrown');
  };
  it.each<[string, unknown]>([
    ['that is not a stream', { pipe: () => undefined }],
    ['whose getReader() throws', { getReader: fail }],
    ['whose getReader() returns null', { getReader: () => null }],
    ['whose read() throws', bodyOf(fail)],
    ['whose read() returns a string', bodyOf(() => 'x')],
    ['whose read() resolves with null', bodyOf(null)],
    ['whose cancel() throws', { getReader: () => ({ read: () => Promise.resolve(null), cancel: fail }) }],
    ['without cancel()', { getReader: () => ({ read: () => Promise.resolve(null) }) }],
  ])('errors once, with an error of this library, for a body %s', async (_, body) => {
    const { seen } = await outcome(body);
    expect(seen).toEqual([expect.any(String)]);
  });

  it('reports a body that another reader has locked', async () => {
    const body = new Response('text').body!;
    body.getReader();
    const { seen, closed } = await outcome(body);
    expect(seen).toEqual([
      expect.stringMatching(
        /^The body of the response cannot be read: .*locked.*response\.clone\(\) to other readers\.$/,
      ),
    ]);
    expect(closed).toBe(1);
  });

  it('lets timers run while chunks are always available', async () => {
    let reads = 0;
    const read = () => Promise.resolve(++reads < 100_000 ? chunk(bytes('a')) : end);
    const { open } = openOf({ getReader: () => ({ read, cancel: () => undefined }) });
    await lastValueFrom(readBody(open).pipe(takeUntil(timer(1))), { defaultValue: undefined });
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThan(100_000);
  });

  it('closes the connection when it is unsubscribed, whatever cancel() does', async () => {
    for (const cancel of [() => new Promise(() => undefined), () => Promise.reject(new Error('x')), fail]) {
      const { open, closed } = openOf({ getReader: () => ({ read: () => new Promise(() => undefined), cancel }) });
      readBody(open).subscribe().unsubscribe();
      await settle();
      expect(closed.count).toBe(1);
    }
  });

  it('keeps the latest value of paused$ when that completes', async () => {
    const paused$ = new BehaviorSubject(true);
    paused$.complete();
    const { open } = openOf(bodyOf(chunk(bytes('a')), end));
    expect(textOf(await lastValueFrom(readBody(open, paused$).pipe(toArray())))).toBe('a');
    const pausing$ = new BehaviorSubject(false);
    setTimeout(() => pausing$.complete());
    const { open: other } = openOf(bodyOf(chunk(bytes('a')), end));
    expect(textOf(await lastValueFrom(readBody(other, pausing$).pipe(toArray())))).toBe('a');
  });
});
