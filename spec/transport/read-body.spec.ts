import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BehaviorSubject, lastValueFrom, take, takeUntil, timer, toArray } from 'rxjs';
import { AnthropicError, isAnthropicError } from '../../lib/index.ts';
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
    ['rejects without an error', bodyOf(() => Promise.reject(undefined)), broke('no reason was given'), 0],
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

/** A body that counts how often it is read and cancelled; `results` as in `bodyOf`. */
function counted(...results: unknown[]) {
  const { read } = bodyOf(...results).getReader();
  const count = { reads: 0, cancels: 0 };
  const reader = {
    read: () => {
      count.reads += 1;
      return read();
    },
    cancel: () => (count.cancels += 1),
  };
  return { count, ...openOf({ getReader: () => reader }) };
}
const never = () => new Promise(() => undefined);

describe('the reads of a body', () => {
  it('wait while the latest value of paused$ is true', async () => {
    const paused$ = new BehaviorSubject(true);
    const { open, count } = counted(chunk(bytes('a')), chunk(bytes('b')), never);
    const seen: string[] = [];
    readBody(open, paused$).subscribe((bytes) => {
      seen.push(textOf([bytes]));
      paused$.next(true);
    });
    for (const text of ['', 'a', 'ab']) {
      await settle();
      expect({ text: seen.join(''), reads: count.reads }).toEqual({ text, reads: text.length });
      paused$.next(false);
    }
  });

  it('end with a typed error of the body as it is', async () => {
    const error = new AnthropicError('typed');
    const seen: unknown[] = [];
    const { open } = counted(() => Promise.reject(error));
    readBody(open).subscribe({ error: (given: unknown) => seen.push(given) });
    await settle();
    expect(seen).toEqual([error]);
    expect(seen[0]).toBe(error);
  });

  it.each<[string, boolean, object]>([
    ['cancelled', false, { reads: 1, cancels: 1, closed: 1 }],
    ['continued to the end', true, { reads: 3, cancels: 0, closed: 0 }],
  ])('are %s after an unsubscribe in a read', async (_, isWhole, expected) => {
    let resolve: (result: unknown) => void = () => undefined;
    const pending = () => new Promise((done) => (resolve = done));
    const { open, count, closed } = counted(pending, chunk(bytes('b')), end);
    readBody(open, [], () => isWhole)
      .subscribe()
      .unsubscribe();
    await settle();
    expect(count.reads).toBe(1);
    resolve(chunk(bytes('a')));
    await settle();
    expect({ ...count, closed: closed.count }).toEqual(expected);
  });

  it('keep the connection of compressed data open before the rest has ended', async () => {
    const { open, count, closed } = counted(chunk(bytes('a')), chunk(bytes('b')), never);
    open.response.headers.set('content-encoding', 'gzip');
    await lastValueFrom(readBody(open, [], () => true).pipe(take(1)));
    await settle();
    expect({ ...count, closed: closed.count }).toEqual({ reads: 3, cancels: 0, closed: 0 });
  });

  describe('of 2000 chunks that are always available', () => {
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
    afterEach(() => void jest.useRealTimers());

    it.each([
      [49, 1, 2_001],
      [50, 1, 985],
      [50, 63_935, 2],
      [50, 63_936, 1],
    ])('after a task of %d ms and chunks of %d bytes let timers run at read %d', async (time, size, before) => {
      const full = chunk(new Uint8Array(size));
      const slow = () => {
        jest.advanceTimersByTime(time);
        return Promise.resolve(full);
      };
      const { open, count } = counted(slow, ...Array.from({ length: 1_999 }, () => full), end);
      readBody(open).subscribe();
      await settle();
      expect(count.reads).toBe(before);
      jest.advanceTimersByTime(0);
      await settle();
      expect(count.reads).toBe(2_001);
    });
  });
});
