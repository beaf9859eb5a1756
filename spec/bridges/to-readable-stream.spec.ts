import { describe, expect, it } from '@jest/globals';
import { concat, from, NEVER, Observable, of, range, Subject, throwError } from 'rxjs';
import { createGate } from '../../lib/bridges/create-gate.ts';
import { toReadableStream } from '../../lib/bridges/to-readable-stream.ts';
import { notSources } from '../support/not-sources.ts';

const broken = new Error('broken');
/** A stream asks its source in a microtask. */
const started = () => new Promise(setImmediate);

async function readAll<T>(stream: ReadableStream<T>): Promise<T[]> {
  const reader = stream.getReader();
  const values: T[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) values.push(next.value);
  return values;
}

/** A source that counts its subscriptions and records whether it is unsubscribed. */
function watched<T>() {
  const subject = new Subject<T>();
  const counts = { subscribed: 0, left: 0 };
  const source = new Observable<T>((subscriber) => {
    counts.subscribed++;
    subject.subscribe(subscriber);
    return () => counts.left++;
  });
  return { subject, counts, source };
}

describe('toReadableStream', () => {
  it('streams the values of the source and closes with it', async () => {
    expect(await readAll(toReadableStream()(from([1, 2, 3])))).toEqual([1, 2, 3]);
    expect(await readAll(toReadableStream()(of()))).toEqual([]);
  });

  it('subscribes at the first read, once', async () => {
    const { subject, counts, source } = watched<number>();
    const reader = toReadableStream()(source).getReader();
    expect(counts.subscribed).toBe(0);
    const first = reader.read();
    await started();
    expect(counts.subscribed).toBe(1);
    subject.next(1);
    subject.next(2);
    subject.complete();
    expect([await first, await reader.read(), await reader.read()]).toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
      { done: true, value: undefined },
    ]);
    expect(counts).toEqual({ subscribed: 1, left: 1 });
  });

  it('errors after the buffered values', async () => {
    const { subject, source } = watched<number>();
    const reader = toReadableStream()(source).getReader();
    const first = reader.read();
    await started();
    for (const value of [1, 2, 3]) subject.next(value);
    subject.error(broken);
    expect([await first, await reader.read(), await reader.read()].map(({ value }) => value)).toEqual([1, 2, 3]);
    await expect(reader.read()).rejects.toBe(broken);
    await expect(readAll(toReadableStream()(throwError(() => new Error('at once'))))).rejects.toThrow('at once');
  });

  it('streams 100,000 values of a synchronous source in linear time', async () => {
    const started = process.cpuUsage();
    const values = await readAll(toReadableStream()(range(0, 100_000)));
    expect(values).toEqual(Array.from({ length: 100_000 }, (_, i) => i));
    // The queue of the stream itself takes more than 20 s.
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });

  it.each([
    ['completes', (subject: Subject<number>) => subject.complete(), undefined],
    ['errors', (subject: Subject<number>) => subject.error(broken), broken],
  ])('settles `closed` after the last value of a source that %s, without another read', async (_, finish, error) => {
    const { subject, source } = watched<number>();
    const reader = toReadableStream()(source).getReader();
    const reads = [reader.read(), reader.read()];
    await started();
    for (const value of [1, 2]) subject.next(value);
    finish(subject);
    expect((await Promise.all(reads)).map(({ value }) => value)).toEqual([1, 2]);
    expect(
      await reader.closed.then(
        () => undefined,
        (reason: unknown) => reason,
      ),
    ).toBe(error);
  });

  it('passes an error to a reader that waits', async () => {
    const { subject, source } = watched<number>();
    const reader = toReadableStream()(source).getReader();
    const first = reader.read();
    await started();
    subject.error(broken);
    await expect(first).rejects.toBe(broken);
  });

  it('unsubscribes from the source when it is cancelled, and opens the gate', async () => {
    const gate = createGate();
    const states: boolean[] = [];
    gate.paused$.subscribe((paused) => states.push(paused));
    const { subject, counts, source } = watched<number>();
    const stream = toReadableStream({ gate, highWaterMark: 1 })(source);
    const reader = stream.getReader();
    const first = reader.read();
    await started();
    for (const value of [1, 2]) subject.next(value);
    await first;
    await reader.cancel();
    expect(counts).toEqual({ subscribed: 1, left: 1 });
    expect(states).toEqual([false, true, false]);
    await toReadableStream()(NEVER).cancel();
  });

  it('pauses the source at its high water mark and resumes it when a reader waits', async () => {
    const gate = createGate();
    const states: boolean[] = [];
    gate.paused$.subscribe((paused) => states.push(paused));
    const { subject, source } = watched<number>();
    const reader = toReadableStream({ gate, highWaterMark: 2 })(source).getReader();
    const first = reader.read();
    await started();
    for (const value of [1, 2]) subject.next(value);
    expect(states).toEqual([false]);
    for (const value of [3, 4]) subject.next(value);
    expect(states).toEqual([false, true]);
    expect((await first).value).toBe(1);
    for (const value of [2, 3, 4]) expect((await reader.read()).value).toBe(value);
    expect(states).toEqual([false, true]);
    void reader.read();
    await started();
    expect(states).toEqual([false, true, false]);
  });

  it('pipes at the pace of the writer', async () => {
    const gate = createGate();
    const written: number[] = [];
    let most = 0;
    let emitted = 0;
    // Emits while the gate is open, as a request does.
    const source = new Observable<number>((subscriber) => {
      const timer = setInterval(() => undefined, 1_000);
      let paused = false;
      const emit = () => {
        if (paused || subscriber.closed) return;
        subscriber.next(++emitted);
        if (emitted === 100) subscriber.complete();
        else queueMicrotask(emit);
      };
      const gateway = gate.paused$.subscribe((value) => {
        paused = value;
        queueMicrotask(emit);
      });
      return () => {
        clearInterval(timer);
        gateway.unsubscribe();
      };
    });
    const slow = new WritableStream<number>({
      write: async (value) => {
        await new Promise(setImmediate);
        written.push(value);
        most = Math.max(most, emitted - value);
      },
    });
    await toReadableStream({ gate, highWaterMark: 4 })(source).pipeTo(slow);
    expect(written).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(most).toBeLessThanOrEqual(8);
  });

  it('unsubscribes from the source when the writer fails', async () => {
    const { counts, source } = watched<number>();
    const broken = new WritableStream<number>({ write: () => Promise.reject(new Error('disk full')) });
    const piped = toReadableStream()(concat(of(1), source)).pipeTo(broken);
    await expect(piped).rejects.toThrow('disk full');
    expect(counts).toEqual({ subscribed: 1, left: 1 });
  });

  it('ignores values after it was cancelled, even from a source that is emitting', async () => {
    const gate = createGate();
    let pulled = 0;
    function* endless() {
      for (; pulled < 100; pulled++) yield pulled;
    }
    const stream = toReadableStream({ gate, highWaterMark: 1 })(from(endless()));
    const reader = stream.getReader();
    const cancelled = new Promise<void>((resolve) => {
      gate.paused$.subscribe((paused) => {
        if (paused) resolve(reader.cancel());
      });
    });
    await reader.read();
    await cancelled;
    expect(pulled).toBe(1);
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });

  it('passes the exception of a subscription to the reader', async () => {
    const throwing = new Observable<number>(() => {
      throw broken;
    });
    await expect(toReadableStream()(throwing).getReader().read()).rejects.toBe(broken);
  });
});

describe('toReadableStream of a value that is not a source', () => {
  it.each(notSources)('refuses %p when it is read', async (source, problem) => {
    await expect(
      toReadableStream()(source as never)
        .getReader()
        .read(),
    ).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: `toReadableStream: source: ${problem}; pass an Observable, a promise or an iterable`,
    });
  });
});
