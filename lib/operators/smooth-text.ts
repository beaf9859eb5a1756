import { asyncScheduler, Observable, type OperatorFunction, type SchedulerLike, Subject, takeUntil } from 'rxjs';
import { aScheduler, checkOptions, milliseconds, type OptionRule } from '../errors/check-options.ts';
import { guardObserver } from '../errors/guard-observer.ts';
import { requireText } from '../errors/require-text.ts';
import { cutText, heldAtMost, type TextUnit } from './cut-text.ts';
import { longestDelay } from '../errors/longest-delay.ts';
import { WaitingSegments } from './waiting-segments.ts';

/** The options of `smoothText`. */
export interface SmoothTextOptions {
  /**
   * The unit of emission; default `'word'`, a word with its punctuation and white space. A RegExp matches the end of
   * each segment: `/[,.;]\s+/`.
   */
  readonly by?: TextUnit | undefined;
  /**
   * A fixed time between two segments, in ms, instead of a pace that follows the source. With 0, segments never wait.
   */
  readonly delay?: number | undefined;
  /** The longest wait of a complete segment, in ms; default 250. Not used with `delay`. */
  readonly targetLag?: number | undefined;
  /** The scheduler of all timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/** The interval of checks for waiting text, in ms: a frame of most screens. */
const frame = 16;

const units: readonly unknown[] = ['grapheme', 'word', 'line', 'sentence'];
const aTextUnit: OptionRule = {
  allows: (by) => units.includes(by) || Object.prototype.toString.call(by) === '[object RegExp]',
  expected: `'grapheme', 'word', 'line', 'sentence' or a RegExp`,
};

/**
 * Emits the text of the source at an even pace, one segment at a time: graphemes, words, lines, sentences, or segments
 * that end with a match of a RegExp. The more segments wait, the faster it emits, so that no complete segment waits
 * longer than `targetLag`. A segment is complete when the next one has begun. The joined output always equals the
 * input.
 *
 * ```text
 * source:  --x----y---z---|       x: 'Hel'     y: 'lo big wor'  z: 'ld'
 * smoothText({ delay: 2 })
 * result:  -------a-b-----(c|)    a: 'Hello '  b: 'big '        c: 'world'
 * ```
 * When the source completes or errors, it emits the waiting text immediately, then the notification. At most 65,536
 * UTF-16 code units wait. Beyond that, it emits the oldest segments early, and splits a segment that has not ended. It
 * takes time linear in the text, apart from the time of a RegExp. Throws `InvalidOptionsError` for wrong options.
 * Unsubscribing drops the waiting text.
 *
 * @example Word by word
 * ```ts
 * import { type MessageStreamEvent, smoothText, textDeltas } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const words = (events$: Observable<MessageStreamEvent>) => events$.pipe(textDeltas(), smoothText());
 * ```
 * @see coalesceText
 */
export function smoothText(options: SmoothTextOptions = {}): OperatorFunction<string, string> {
  checkOptions('smoothText', options, {
    by: aTextUnit,
    delay: milliseconds,
    targetLag: milliseconds,
    scheduler: aScheduler,
  });
  const { by = 'word', delay, targetLag = 250, scheduler = asyncScheduler } = options;
  const pause = delay ?? frame;
  return (source) =>
    new Observable((subscriber) => {
      const cutter = cutText(by);
      const waiting = new WaitingSegments(frame);
      const left = new Subject<void>();
      let owed = 0;
      let lastRelease = -Infinity;
      let timer: { unsubscribe: () => void } | undefined;

      const emit = (count: number) => {
        // One by one, because a consumer may make the source emit.
        for (let next; count > 0 && (next = waiting.take()) !== undefined; count--) subscriber.next(next);
      };
      const enqueue = (segments: readonly string[]) => waiting.add(segments, scheduler.now() + targetLag);
      const schedule = (wait: number) => {
        timer = scheduler.schedule(tick, Math.min(wait, longestDelay));
      };
      const tick = () => {
        timer = undefined;
        owed += waiting.perFrame(scheduler.now());
        release();
      };
      const release = () => {
        lastRelease = scheduler.now();
        const count = delay === undefined ? Math.max(Math.floor(owed), waiting.overdue(lastRelease)) : 1;
        owed = Math.max(0, owed - count);
        if (waiting.length > count) schedule(pause);
        emit(count);
      };
      const flush = () => {
        timer?.unsubscribe();
        enqueue(cutter.rest());
        emit(waiting.length);
      };

      subscriber.add(() => {
        timer?.unsubscribe();
        waiting.clear();
        left.next();
      });
      source.pipe(takeUntil(left)).subscribe(
        guardObserver(subscriber, {
          next(piece: string) {
            enqueue(cutter.push(requireText('smoothText', piece, 'textDeltas()')));
            emit(pause <= 0 ? waiting.length : waiting.countOf(waiting.held + cutter.held() - heldAtMost));
            if (timer || waiting.length === 0) return;
            const wait = lastRelease + pause - scheduler.now();
            if (wait > 0) {
              schedule(wait);
              return;
            }
            // After a pause it emits the first segment immediately.
            owed = 1;
            release();
          },
          error(error) {
            flush();
            subscriber.error(error);
          },
          complete() {
            flush();
            subscriber.complete();
          },
        }),
      );
    });
}
