import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  firstValueFrom,
  ignoreElements,
  lastValueFrom,
  merge,
  type Observable,
  of,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  timeout,
  VirtualTimeScheduler,
} from 'rxjs';
import { AnthropicClient, textDeltas } from '../../lib/index.ts';
import { messageEvents, type ReplayServer, sseBody, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

/** The first half of a reply, after which the server is silent and keeps the connection open. */
const beginning = sseBody(messageEvents('Hello there, stalled world').slice(0, 4));

describe('unsubscribing from a stalled stream closes its socket', () => {
  let server: ReplayServer;
  let text$: Observable<string>;

  beforeAll(async () => {
    server = await startReplayServer({
      respond: () => (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(beginning);
      },
    });
    const client = new AnthropicClient({ baseURL: server.url, apiKey: 'key' });
    text$ = client.messages.stream(params).pipe(textDeltas());
  });
  beforeEach(() => {
    server.requests.length = 0;
  });
  afterAll(() => server.close());

  /** Unsubscribes like `leave` after the first text; returns the text of the consumer and the end of the request. */
  async function left(leave: (text$: Observable<string>, firstText: Observable<string>) => Observable<unknown>) {
    const seen: unknown[] = [];
    const firstText = new Subject<string>();
    const ended = new Promise<void>((resolve) => {
      const subscription = leave(
        text$.pipe(tap((text) => queueMicrotask(() => firstText.next(text)))),
        firstText,
      ).subscribe({
        next: (value) => seen.push(value),
        error: (error: unknown) => seen.push(error),
        complete: () => seen.push('complete'),
      });
      subscription.add(resolve);
    });
    await ended;
    return { seen, closed: await server.requests[0]!.closed };
  }

  it('by take(1)', async () => {
    expect(await left((text$) => text$.pipe(take(1)))).toMatchObject({
      seen: ['Hello', 'complete'],
      closed: 'aborted',
    });
  });

  it('by takeUntil', async () => {
    const result = await left((text$, firstText) => text$.pipe(takeUntil(firstText)));
    expect(result).toMatchObject({ seen: ['Hello', ' there,', 'complete'], closed: 'aborted' });
  });

  it('by switchMap to another source', async () => {
    const result = await left((text$, firstText) => {
      const source = new Subject<Observable<string>>();
      firstText.pipe(take(1)).subscribe({
        next: () => {
          source.next(of('other'));
          source.complete();
        },
        error: (error: unknown) => source.error(error),
      });
      queueMicrotask(() => source.next(text$));
      return source.pipe(switchMap((inner) => inner));
    });
    expect(result).toMatchObject({ seen: ['Hello', ' there,', 'other', 'complete'], closed: 'aborted' });
  });

  it('by timeout', async () => {
    const result = await left((text$, firstText) => {
      const scheduler = new VirtualTimeScheduler();
      // Time passes after the first text.
      const clock$ = firstText.pipe(
        tap(() => scheduler.flush()),
        ignoreElements(),
      );
      return merge(text$.pipe(timeout({ each: 5, scheduler })), clock$);
    });
    expect(result).toMatchObject({ seen: ['Hello', ' there,', { name: 'TimeoutError' }], closed: 'aborted' });
  });

  it('by unsubscribe, and no notification follows', async () => {
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      const subscription = text$.subscribe({
        next: (text) => {
          seen.push(text);
          subscription.unsubscribe();
          resolve();
        },
        error: () => seen.push('error'),
        complete: () => seen.push('complete'),
      });
    });
    expect(await server.requests[0]!.closed).toBe('aborted');
    expect(seen).toEqual(['Hello']);
  });

  it('by connect() without reading', async () => {
    const client = new AnthropicClient({ baseURL: server.url, apiKey: 'key' });
    expect(await firstValueFrom(client.messages.connect(params))).toMatchObject({ status: 200 });
    expect(await server.requests[0]!.closed).toBe('aborted');
  });

  it('by a second stream only of its own', async () => {
    const first = text$.subscribe();
    const second = await lastValueFrom(text$.pipe(take(1)));
    expect(second).toBe('Hello');
    expect(await Promise.race([...server.requests].map(({ closed }) => closed))).toBe('aborted');
    expect(server.requests).toHaveLength(2);
    first.unsubscribe();
    expect(await Promise.all(server.requests.map(({ closed }) => closed))).toEqual(['aborted', 'aborted']);
  });
});
