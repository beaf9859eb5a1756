import { describe, expect, it } from '@jest/globals';
import { concat, NEVER, of, throwError } from 'rxjs';
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
