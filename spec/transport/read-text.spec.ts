import { describe, expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { concat, NEVER, of, Subject, throwError } from 'rxjs';
import { AnthropicError } from '../../lib/errors/anthropic-error.ts';
import { readText } from '../../lib/transport/read-text.ts';
import { marbles } from '../support/marbles.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const chunks = { a: bytes('ab'), b: bytes('cd'), e: new Uint8Array() };
const tooLarge = () => new AnthropicError('too large');

describe('readText', () => {
  it('emits the whole text when the source completes', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-a-b-|', chunks).pipe(readText(99))).toBe('-----(t|)', { t: 'abcd' });
      expectObservable(cold('|', chunks).pipe(readText(99))).toBe('(t|)', { t: '' });
    });
  });

  it('emits the beginning as soon as the limit is reached, and unsubscribes', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-a-|', chunks);
      expectObservable(source.pipe(readText(3))).toBe('---(t|)', { t: 'abc' });
      expectObservable(source.pipe(readText(4))).toBe('---(t|)', { t: 'abcd' });
      expectObservable(source.pipe(readText(5))).toBe('-----(t|)', { t: 'abcda' });
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^--!', '^----!']);
    });
  });

  it('errors above the limit, not at it, if it has an error to report', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-|', chunks);
      expectObservable(source.pipe(readText(3, tooLarge))).toBe('---#', {}, tooLarge());
      expectObservable(source.pipe(readText(4, tooLarge))).toBe('-----(t|)', { t: 'abcd' });
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^----!']);
    });
  });

  it('keeps the text of many small chunks, not one text per chunk', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const source = new Subject<Uint8Array>();
    const texts: string[] = [];
    source.pipe(readText(Infinity)).subscribe((text) => texts.push(text));
    const before = heap();
    for (let i = 0; i < 500_000; i++) source.next(chunks.a);
    expect(heap() - before).toBeLessThan(5_000_000);
    source.complete();
    expect(texts).toEqual(['ab'.repeat(500_000)]);
  });

  it('decodes split characters, and shows the rest of one', () => {
    const seen: string[] = [];
    const [first, second] = [bytes('aü').subarray(0, 2), bytes('aü').subarray(2)];
    of(first, second)
      .pipe(readText(99))
      .subscribe((text) => seen.push(text));
    of(first)
      .pipe(readText(99))
      .subscribe((text) => seen.push(text));
    expect(seen).toEqual(['aü', 'a\ufffd']);
  });

  it('passes errors on, and never emits for a source that never emits', () => {
    const seen: unknown[] = [];
    const error = new Error('broke');
    concat(
      of(chunks.a),
      throwError(() => error),
    )
      .pipe(readText(99))
      .subscribe({ next: (text) => seen.push(text), error: (given: unknown) => seen.push(given) });
    concat(of(chunks.a), NEVER)
      .pipe(readText(99))
      .subscribe((text) => seen.push(text))
      .unsubscribe();
    expect(seen).toEqual([error]);
  });
});
