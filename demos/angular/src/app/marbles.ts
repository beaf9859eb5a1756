import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { type MessageStreamEvent, smoothText, textDeltas } from 'anthropic-rxjs';
import { injectAnthropic } from 'anthropic-rxjs/angular';
import {
  animationFrameScheduler,
  bufferTime,
  catchError,
  connect,
  EMPTY,
  map,
  merge,
  type Observable,
  Subject,
  switchMap,
  timestamp,
} from 'rxjs';
import { model } from './model.ts';

/** A mark on a timeline, at a time in ms since the start. */
interface Marble {
  readonly at: number;
  readonly kind: string;
  readonly letter: string;
}

interface LaneMarble extends Marble {
  readonly lane: Lane;
}

const lanes = ['events$', 'textDeltas()', 'smoothText()'] as const;
type Lane = (typeof lanes)[number];
type Lanes = Readonly<Record<Lane, readonly Marble[]>>;

const letters: Readonly<Record<string, string>> = {
  message_start: 'S',
  content_block_start: 'B',
  content_block_delta: 'Δ',
  content_block_stop: 'E',
  message_delta: 'D',
  message_stop: 'X',
};

/** Pixels for a second, and the room that is always there. */
const [scale, least] = [420, 860];
const nothing: Lanes = { events$: [], 'textDeltas()': [], 'smoothText()': [] };

@Component({
  selector: 'demo-marbles',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>The streams as they run</h2>
    <div class="buttons">
      <button type="button" (click)="ask$.next(true)">Ask</button>
      <button type="button" (click)="ask$.next(false)">Stop</button>
    </div>
    <div
      class="timeline"
      tabindex="0"
      role="group"
      aria-label="Timelines of the events, the text and the smoothed text"
    >
      <svg [attr.width]="width()" height="210" role="img" [attr.aria-label]="summary()">
        @for (lane of lanes; track lane; let row = $index) {
          <g [attr.transform]="'translate(0 ' + (row * 66 + 18) + ')'">
            <text x="4" y="2">{{ lane }}</text>
            <line x1="8" y1="26" [attr.x2]="width() - 8" y2="26" />
            @for (marble of marbles()[lane]; track $index) {
              <g
                [attr.class]="'marble ' + marble.kind"
                [attr.transform]="'translate(' + (16 + marble.at * scale) + ' 26)'"
              >
                <circle r="11" />
                <text text-anchor="middle" y="4">{{ marble.letter }}</text>
              </g>
            }
          </g>
        }
      </svg>
    </div>
    <p class="status">{{ note() }}</p>
  `,
})
export class Marbles {
  readonly #client = injectAnthropic();
  protected readonly lanes = lanes;
  protected readonly scale = scale / 1_000;
  protected readonly ask$ = new Subject<boolean>();
  protected readonly marbles = signal<Lanes>(nothing);
  protected readonly note = signal('');
  protected readonly width = computed(() => {
    const last = Math.max(0, ...lanes.map((lane) => this.marbles()[lane].at(-1)?.at ?? 0));
    return Math.max(least, 40 + last * this.scale);
  });
  protected readonly summary = computed(() =>
    lanes.map((lane) => `${lane}: ${this.marbles()[lane].length}`).join(', '),
  );

  constructor() {
    this.ask$
      .pipe(
        switchMap((ask) => (ask ? this.#drawn() : EMPTY)),
        takeUntilDestroyed(inject(DestroyRef)),
      )
      .subscribe((marbles) => this.marbles.update((before) => grown(before, marbles)));
  }

  /** The marks of a frame, with their lanes and times. */
  #drawn(): Observable<readonly LaneMarble[]> {
    this.marbles.set(nothing);
    this.note.set('');
    const start = Date.now();
    const lane =
      <T>(lane: Lane, toMarble: (value: T) => Omit<Marble, 'at'>) =>
      (source: Observable<T>) =>
        source.pipe(
          timestamp(),
          map(({ timestamp, value }): LaneMarble => ({ lane, at: timestamp - start, ...toMarble(value) })),
        );
    const ofText = (text: string) => ({ kind: 'text', letter: text.trim().slice(0, 2) });
    return this.#client.messages
      .stream({ model, max_tokens: 256, messages: [{ role: 'user', content: 'Write a haiku' }] })
      .pipe(
        connect((events$) =>
          merge(
            events$.pipe(
              lane('events$', ({ type }: MessageStreamEvent) => ({ kind: type, letter: letters[type] ?? '?' })),
            ),
            events$.pipe(textDeltas(), lane('textDeltas()', ofText)),
            events$.pipe(textDeltas(), smoothText(), lane('smoothText()', ofText)),
          ),
        ),
        bufferTime(0, animationFrameScheduler),
        catchError((error: unknown) => {
          this.note.set(String(error));
          return EMPTY;
        }),
      );
  }
}

function grown(before: Lanes, marbles: readonly LaneMarble[]): Lanes {
  if (marbles.length === 0) return before;
  const of = (name: Lane) => [...before[name], ...marbles.filter(({ lane }) => lane === name)];
  return { events$: of('events$'), 'textDeltas()': of('textDeltas()'), 'smoothText()': of('smoothText()') };
}
