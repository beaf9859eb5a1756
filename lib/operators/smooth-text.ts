import { asyncScheduler, Observable, type OperatorFunction, type SchedulerLike, Subject, takeUntil } from 'rxjs';
import { cutText, type TextUnit } from './cut-text.ts';

/** How `smoothText` cuts and paces. */
export interface SmoothTextOptions {
  /**
   * What to emit at a time; default `'word'`, a word with its punctuation and white space. A RegExp matches the end of
   * each segment: `/[,.;]\s+/`.
   */
  readonly by?: TextUnit;
  /** Time between two segments in ms, instead of the pace that follows the source; 0 only re-cuts. */
  readonly delay?: number;
  /** How long a whole segment may wait at most, in ms; default 250. Not used with `delay`. */
  readonly targetLag?: number;
  /** Where time comes from. Default: real time. */
  readonly scheduler?: SchedulerLike;
}

/** Time between two looks at what is waiting, in ms: a frame of most screens. */
const frame = 16;
/** UTF-16 code units held at most; beyond them the oldest segments leave early. */
const heldAtMost = 65_536;

/**
 * Emits the text of the source re-cut into graphemes, words, lines, sentences or by a RegExp, one segment at a time and
 * at an even pace. The more is waiting the faster it goes, so that no whole segment waits longer than `targetLag`. A
 * segment is whole when the next one has begun. Nothing is lost or reordered: joined, the output is the input.
 *
 * ```text
 * source:  --x----y---z---|       x: 'Hel'     y: 'lo big wor'  z: 'ld'
 * smoothText({ delay: 2 })
 * result:  -------a-b-----(c|)    a: 'Hello '  b: 'big '        c: 'world'
 * ```
 * When the source completes or errors, what is waiting is emitted at once, then the notification passes. At most 65,536
 * UTF-16 code units are held; what is beyond them leaves early. Unsubscribing drops what is waiting.
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
export function smoothText({
  by = 'word',
  delay,
  targetLag = 250,
  scheduler = asyncScheduler,
}: SmoothTextOptions = {}): OperatorFunction<string, string> {
  const pause = delay ?? frame;
  return (source) =>
    new Observable((subscriber) => {
      const cutter = cutText(by);
      const waiting: Waiting[] = [];
      const left = new Subject<void>();
      let held = 0;
      let owed = 0;
      let lastRelease = -Infinity;
      let timer: { unsubscribe: () => void } | undefined;

      const emit = (count: number) => {
        // One by one, because a consumer may make the source emit meanwhile.
        for (let next; count > 0 && (next = waiting.shift()) !== undefined; count--) {
          held -= next.segment.length;
          subscriber.next(next.segment);
        }
      };
      const enqueue = (segments: readonly string[]) => {
        const due = scheduler.now() + targetLag;
        for (const segment of segments) {
          held += segment.length;
          waiting.push({ segment, due });
        }
      };
      const schedule = (wait: number) => {
        timer = scheduler.schedule(tick, wait);
      };
      const tick = () => {
        timer = undefined;
        owed += perFrame(waiting, scheduler.now());
        release();
      };
      const release = () => {
        lastRelease = scheduler.now();
        const count = delay === undefined ? Math.max(Math.floor(owed), overdue(waiting, lastRelease)) : 1;
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
        waiting.length = 0;
        left.next();
      });
      source.pipe(takeUntil(left)).subscribe({
        next(piece) {
          enqueue(cutter.push(piece));
          if (cutter.held() > heldAtMost) enqueue(cutter.rest());
          emit(pause <= 0 ? waiting.length : surplus(waiting, held + cutter.held()));
          if (timer || waiting.length === 0) return;
          const wait = lastRelease + pause - scheduler.now();
          if (wait > 0) {
            schedule(wait);
            return;
          }
          // After a rest the first segment leaves at once.
          owed = 1;
          release();
        },
        error(error: unknown) {
          flush();
          subscriber.error(error);
        },
        complete() {
          flush();
          subscriber.complete();
        },
      });
    });
}

interface Waiting {
  readonly segment: string;
  /** When it has to be out. */
  readonly due: number;
}

/** How many segments must leave in a frame so that each, at an even pace, is out in time. */
function perFrame(waiting: readonly Waiting[], now: number): number {
  return waiting.reduce((most, { due }, i) => Math.max(most, ((i + 1) * frame) / Math.max(frame, due - now)), 0);
}

/** How many would be late at the next frame. */
function overdue(waiting: readonly Waiting[], now: number): number {
  const first = waiting.findIndex(({ due }) => due >= now + frame);
  return first === -1 ? waiting.length : first;
}

/** How many have to leave so that no more than `heldAtMost` stays. */
function surplus(waiting: readonly Waiting[], held: number): number {
  let count = 0;
  for (let over = held - heldAtMost; over > 0 && count < waiting.length; count++) {
    over -= waiting[count]?.segment.length ?? 0;
  }
  return count;
}
