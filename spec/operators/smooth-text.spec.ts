import { describe, expect, it, jest } from '@jest/globals';
import { from, type Observable, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { smoothText, type SmoothTextOptions } from '../../lib/operators/smooth-text.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const pieces = { x: 'Hel', y: 'lo big wor', z: 'ld', w: 'now ', m: 'one two three four five ' };
const segments = { a: 'Hello ', b: 'big ', c: 'world', n: 'now ' };

/** The segments and their times, for pieces that arrive at their times in ms. */
function timed(options: SmoothTextOptions, arrivals: readonly [at: number, text: string][]): [number, string][] {
  const scheduler = new VirtualTimeScheduler();
  const source = new Subject<string>();
  const seen: [number, string][] = [];
  source.pipe(smoothText({ ...options, scheduler })).subscribe((segment) => seen.push([scheduler.now(), segment]));
  for (const [at, text] of arrivals) scheduler.schedule(() => source.next(text), at);
  scheduler.flush();
  return seen;
}

describe('smoothText', () => {
  it('errors for a source of events, before it emits anything', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<unknown>('-S-B|', reply);
      const message =
        'smoothText: source: emits values that are not text; pass text, such as source.pipe(textDeltas())';
      const failed = expect.objectContaining({ name: 'InvalidOptionsError', message });
      expectObservable((source as Observable<string>).pipe(smoothText())).toBe('-#', undefined, failed);
      expectSubscriptions(source.subscriptions).toBe('^!');
    });
  });

  it('emits whole words at the given delay and the rest at the end', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                             --x----y---z---|', pieces);
      const expected = '                                -------a-b-----(c|)';
      const subscribed = '                              ^--------------!';
      expectObservable(source.pipe(smoothText({ delay: 2 }))).toBe(expected, segments);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('keeps the delay across a pause shorter than it', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('                             -w-w-w-w---------|', pieces);
      const expected = '                                ---n---n---n-----(n|)';
      expectObservable(source.pipe(smoothText({ delay: 4 }))).toBe(expected, segments);
    });
  });

  it('only re-cuts with a delay of 0', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('                             --x----y---z---|', pieces);
      const expected = '                                -------(ab)----(c|)';
      expectObservable(source.pipe(smoothText({ delay: 0 }))).toBe(expected, segments);
    });
  });

  it('emits the buffered text before an error', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                             --x----y---z#', pieces, 'broken');
      const expected = '                                -------a----(bc#)';
      expectObservable(source.pipe(smoothText({ delay: 9 }))).toBe(expected, segments, 'broken');
      expectSubscriptions(source.subscriptions).toBe('  ^-----------!');
    });
  });

  it('follows the source without falling further behind than targetLag', () => {
    const burst = Array.from({ length: 100 }, (_, i) => `w${i} `).join('');
    const seen = timed({}, [[1000, `${burst}x`]]);
    expect(seen.map(([, text]) => text).join('')).toBe(burst);
    const times = seen.map(([at]) => at - 1000);
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBeGreaterThan(200);
    expect(times.at(-1)).toBeLessThanOrEqual(250);
    const perFrame = [...new Set(times)].slice(1).map((time) => times.filter((at) => at === time).length);
    expect([Math.min(...perFrame), Math.max(...perFrame)]).toEqual([4, 7]);
  });

  it('emits slow text as it arrives', () => {
    const arrivals = Array.from({ length: 10 }, (_, i): [number, string] => [i * 100, `w${i} `]);
    expect(timed({}, arrivals).map(([at]) => at)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900]);
  });

  it('spreads bursts of text', () => {
    const arrivals = Array.from({ length: 6 }, (_, i): [number, string] => [i * 200, 'a b c d e f g h i j ']);
    const times = timed({ targetLag: 300 }, arrivals).map(([at]) => at);
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(48);
  });

  it('buffers no more than its bound', () => {
    const line = `${'x'.repeat(1023)}\n`;
    const seen = timed({ by: 'line', delay: 1e6 }, [[0, line.repeat(70)]]);
    expect(seen.filter(([at]) => at === 0).length).toBe(7);
    const open = timed({ by: 'line', delay: 10 }, [[0, 'x'.repeat(70_000)]]);
    expect(open).toEqual([[0, 'x'.repeat(70_000)]]);
  });

  it('is silent with a source that never emits, and ends with an empty one', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const never = cold('-');
      expectObservable(never.pipe(smoothText()), '^--!').toBe('-');
      expectSubscriptions(never.subscriptions).toBe('^--!');
      expectObservable(cold('---|').pipe(smoothText())).toBe('---|');
      expectObservable(cold('---#').pipe(smoothText())).toBe('---#');
    });
  });

  it.each([{ delay: 3 }, {}, { by: 'grapheme', targetLag: 40 }] satisfies SmoothTextOptions[])(
    'unsubscribes from the source and clears its timer, in any frame (%j)',
    (options) => cutAtEveryFrame(60, (cold) => cold('-m--y-m-----z 40ms m--|', pieces).pipe(smoothText(options))),
  );

  it('keeps two sources of one operator value apart', () => {
    marbles(({ cold, expectObservable }) => {
      const shared = smoothText({ delay: 2 });
      expectObservable(cold('x------y---|', pieces).pipe(shared)).toBe('-------a-b-(c|)', { ...segments, c: 'wor' });
      expectObservable(cold('-w--w-|', pieces).pipe(shared)).toBe('     ----n-(n|)', segments);
    });
  });

  it('stops a source that emits synchronously as soon as it is unsubscribed', () => {
    let pulled = 0;
    function* endless() {
      while (pulled < 100) yield `${pulled++} `;
    }
    from(endless())
      .pipe(smoothText({ delay: 0 }), take(3))
      .subscribe();
    expect(pulled).toBe(4);
  });

  it('keeps the order when the consumer makes the source emit', () => {
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(smoothText({ delay: 0 })).subscribe((word) => {
      seen.push(word);
      if (word === 'a ') source.next('d e ');
    });
    source.next('a b c ');
    source.complete();
    expect(seen).toEqual(['a ', 'b ', 'c ', 'd ', 'e ']);
  });

  it.each([
    ['by', { by: 'words' }],
    ['delay', { delay: -1 }],
    ['delay', { delay: Number.NaN }],
    ['targetLag', { targetLag: '250' }],
    ['scheduler', { scheduler: 16 }],
  ])('throws InvalidOptionsError for a wrong %s: %j', (path, options) => {
    expect(() => smoothText(options as SmoothTextOptions)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError', issues: [expect.objectContaining({ path })] }),
    );
  });

  it('waits for the longest time of a timer where delay is longer', () => {
    const scheduler = new VirtualTimeScheduler();
    const delays: number[] = [];
    const schedule = scheduler.schedule.bind(scheduler);
    jest.spyOn(scheduler, 'schedule').mockImplementation((work, delay, ...rest) => {
      delays.push(delay ?? 0);
      return schedule(work, delay, ...rest);
    });
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(smoothText({ delay: Infinity, scheduler })).subscribe((word) => seen.push(word));
    source.next('a b c ');
    expect([seen, delays]).toEqual([['a '], [2 ** 31 - 1]]);
  });
});
