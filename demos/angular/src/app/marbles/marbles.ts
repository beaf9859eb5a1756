import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  signal,
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { errorText, type Tool } from 'anthropic-rxjs';
import { injectAnthropic } from 'anthropic-rxjs/angular';
import {
  animationFrames,
  EMPTY,
  finalize,
  map,
  materialize,
  type Observable,
  pairwise,
  startWith,
  Subject,
  switchMap,
  takeWhile,
  tap,
} from 'rxjs';
import { model } from '../model.ts';
import { lanes } from './lanes.ts';
import { layout, shortened } from './layout.ts';
import { type Arrival, Recording } from './recording.ts';

const tools: Tool[] = [
  {
    name: 'get_weather',
    description: 'Get the weather of a place',
    input_schema: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
  },
];

const prompts = [
  { title: 'A haiku', content: 'Write a haiku', params: {} },
  { title: 'Two tool calls', content: "What's the weather in Paris and Berlin?", params: { tools } },
  { title: 'With thinking', content: 'What is the capital of France?', params: { thinking: { type: 'adaptive' } } },
  { title: 'A table and code', content: 'Compare three ways to sort a list', params: {} },
] as const;

const speeds = [
  { title: 'Real time', factor: 1 },
  { title: '½ speed', factor: 0.5 },
  { title: '¼ speed', factor: 0.25 },
  { title: '1⁄10 speed', factor: 0.1 },
] as const;

const scales = [0.03, 0.06, 0.12, 0.25, 0.5, 1] as const;
const chosenFirst = [
  'events$',
  'textDeltas()',
  'textSnapshots()',
  'coalesceText(200)',
  'smoothText()',
  'finalMessage()',
];

/** The ms since the frame before, per frame. */
const frames$ = animationFrames().pipe(
  map(({ elapsed }) => elapsed),
  startWith(0),
  pairwise(),
  map(([before, now]) => now - before),
);

/** A marble, by its lane and its place there. */
interface Place {
  readonly lane: string;
  readonly key: number;
}

@Component({
  selector: 'demo-marbles',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './marbles.html',
})
export class Marbles {
  readonly #client = injectAnthropic();
  readonly #recording = signal(new Recording());
  readonly #running = signal(false);
  /** The time until which marbles are drawn, in ms. It follows the stream, slower in slow motion. */
  readonly #playhead = signal(0);
  readonly #place = signal<Place | undefined>(undefined, {
    equal: (a, b) => a?.lane === b?.lane && a?.key === b?.key,
  });
  readonly #ask$ = new Subject<boolean>();
  readonly #play$ = new Subject<void>();
  #started = 0;

  // Angular cannot query for a private field.
  protected readonly timeline = viewChild.required<ElementRef<HTMLElement>>('timeline');
  protected readonly prompts = prompts;
  protected readonly speeds = speeds;
  protected readonly lanes = lanes;
  protected readonly shortened = shortened;
  protected readonly closest = scales.length - 1;

  protected readonly prompt = signal(0);
  protected readonly speed = signal(0);
  protected readonly zoom = signal(2);
  protected readonly paused = signal(false);
  protected readonly chosen = signal<ReadonlySet<string>>(new Set(chosenFirst));
  protected readonly error = signal('');

  protected readonly running = this.#running.asReadonly();
  protected readonly shown = computed(() => lanes.filter(({ name }) => this.chosen().has(name)));
  protected readonly layout = computed(() => {
    const [recording, until] = [this.#recording(), this.#playhead()];
    const marbles = this.shown().map((lane) => recording.marbles(lane, until));
    return layout(marbles, scales[this.zoom()] ?? 1);
  });
  /** The marble that the panel shows, and that Tab reaches: by default the first. */
  protected readonly active = computed(() => {
    const place = this.#place();
    const placed = this.layout().lanes;
    const lane = this.shown().findIndex(({ name }) => name === place?.lane);
    const marble = placed[lane]?.[place?.key ?? -1];
    if (marble) return { ...marble, lane };
    const first = placed.findIndex(({ length }) => length > 0);
    return placed[first]?.[0] && { ...placed[first][0], lane: first };
  });
  protected readonly json = computed(() => JSON.stringify(this.active()?.value, null, 2));
  protected readonly time = computed(() => `${(this.#playhead() / 1_000).toFixed(2)} s`);
  /** Whether marbles are still to come. */
  protected readonly playing = computed(() => this.#running() || this.#playhead() < this.#recording().end);

  constructor() {
    this.#ask$
      .pipe(
        switchMap((ask) => (ask ? this.#record() : EMPTY)),
        takeUntilDestroyed(),
      )
      .subscribe(({ recording, arrival }) => recording.add(arrival));
    this.#play$
      .pipe(
        switchMap(() => frames$.pipe(takeWhile(() => this.playing() && !this.paused()))),
        takeUntilDestroyed(),
      )
      .subscribe((passed) => this.#advance(passed));
    afterRenderEffect(() => {
      const { width } = this.layout();
      const timeline = this.timeline().nativeElement;
      // A marble that somebody looks at stays where it is.
      if (this.playing() && !timeline.matches(':hover, :focus-within')) timeline.scrollLeft = width;
    });
  }

  protected ask(): void {
    this.#ask$.next(true);
  }

  protected stop(): void {
    this.#ask$.next(false);
  }

  protected replay(): void {
    this.#playhead.set(0);
    this.#resume();
  }

  protected pause(): void {
    if (this.paused()) this.#resume();
    else this.paused.set(true);
  }

  protected choose(name: string, chosen: boolean): void {
    this.chosen.update((before) => new Set(chosen ? [...before, name] : [...before].filter((each) => each !== name)));
  }

  protected look(lane: string, key: number): void {
    this.#place.set({ lane, key });
  }

  /** The arrow keys go from marble to marble. */
  protected move(event: KeyboardEvent): void {
    const active = this.active();
    const target = active && this.#neighbour(event.key, active.lane, active.key, active.x);
    if (!target) return;
    event.preventDefault();
    this.timeline().nativeElement.querySelector<HTMLElement>(`[data-marble="${target.lane}-${target.key}"]`)?.focus();
  }

  #neighbour(pressed: string, lane: number, key: number, x: number): { lane: number; key: number } | undefined {
    const { lanes } = this.layout();
    const count = lanes[lane]?.length ?? 0;
    const within = (to: number) => ({ lane, key: Math.max(0, Math.min(count - 1, to)) });
    const nearest = (others: readonly number[]) => {
      const to = others.find((other) => (lanes[other]?.length ?? 0) > 0);
      if (to === undefined) return undefined;
      const distances = (lanes[to] ?? []).map((marble) => Math.abs(marble.x - x));
      return { lane: to, key: distances.indexOf(Math.min(...distances)) };
    };
    switch (pressed) {
      case 'ArrowLeft':
        return within(key - 1);
      case 'ArrowRight':
        return within(key + 1);
      case 'Home':
        return within(0);
      case 'End':
        return within(count - 1);
      case 'ArrowUp':
        return nearest(
          lanes
            .map((_, i) => i)
            .filter((i) => i < lane)
            .reverse(),
        );
      case 'ArrowDown':
        return nearest(lanes.map((_, i) => i).filter((i) => i > lane));
      default:
        return undefined;
    }
  }

  /** What arrives, with its time. */
  #record(): Observable<{ recording: Recording; arrival: Arrival }> {
    const recording = new Recording();
    this.#recording.set(recording);
    this.#playhead.set(0);
    this.#place.set(undefined);
    this.error.set('');
    this.#running.set(true);
    this.#started = performance.now();
    this.#resume();
    const { content, params } = prompts[this.prompt()] ?? prompts[0];
    return this.#client.messages
      .stream({ model, max_tokens: 2_000, messages: [{ role: 'user', content }], ...params })
      .pipe(
        tap({ error: (error: unknown) => this.error.set(errorText(error)) }),
        materialize(),
        map((notification) => ({ recording, arrival: { at: this.#now(), notification } })),
        finalize(() => this.#running.set(false)),
      );
  }

  #now(): number {
    return Math.round(performance.now() - this.#started);
  }

  #resume(): void {
    this.paused.set(false);
    this.#play$.next();
  }

  #advance(passed: number): void {
    const limit = this.#running() ? this.#now() : this.#recording().end;
    const next = this.#playhead() + passed * (speeds[this.speed()]?.factor ?? 1);
    this.#playhead.set(Math.min(next, limit));
  }
}
