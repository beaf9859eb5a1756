import type { MessageStreamEvent } from 'anthropic-rxjs';
import { dematerialize, type ObservableNotification, Subject, VirtualTimeScheduler } from 'rxjs';
import type { Labelled, Lane } from './lanes.ts';

/** A value on a lane, at a time in ms since the subscription. */
export interface Marble extends Labelled {
  readonly at: number;
  readonly kind: string;
}

/** A notification of the stream, and when it arrived. */
export interface Arrival {
  readonly at: number;
  readonly notification: ObservableNotification<MessageStreamEvent>;
}

/**
 * What arrived, and the lanes that operators make of it. The lanes run on virtual time, which is set to the time of each
 * arrival: a lane that is chosen late gets the marbles that it would have had from the beginning.
 */
export class Recording {
  readonly #arrivals: Arrival[] = [];
  readonly #runs = new Map<Lane, LaneRun>();

  add(arrival: Arrival): void {
    this.#arrivals.push(arrival);
  }

  /** When the last event arrived. */
  get end(): number {
    return this.#arrivals.at(-1)?.at ?? 0;
  }

  /** The marbles of a lane until a time. */
  marbles(lane: Lane, until: number): readonly Marble[] {
    let run = this.#runs.get(lane);
    if (!run || run.now > until) this.#runs.set(lane, (run = new LaneRun(lane, this.#arrivals)));
    return run.runTo(until);
  }
}

class LaneRun {
  now = 0;
  readonly #clock = new VirtualTimeScheduler();
  readonly #source = new Subject<ObservableNotification<MessageStreamEvent>>();
  readonly #arrivals: readonly Arrival[];
  #next = 0;
  readonly #marbles: Marble[] = [];

  constructor(lane: Lane, arrivals: readonly Arrival[]) {
    this.#arrivals = arrivals;
    const mark = (kind: string, { label, value }: Labelled) => {
      this.#marbles.push({ at: Math.round(this.#clock.now()), kind, label, value });
    };
    lane.of(this.#source.pipe(dematerialize()), this.#clock).subscribe({
      next: (labelled) => mark(kindOf(labelled.value), labelled),
      error: (error: unknown) => mark('error', { label: '✕', value: { error: String(error) } }),
      complete: () => mark('complete', { label: '|', value: { complete: true } }),
    });
  }

  runTo(until: number): readonly Marble[] {
    for (;;) {
      const arrival = this.#arrivals[this.#next];
      if (!arrival || arrival.at > until) break;
      this.#next += 1;
      this.#advance(arrival.at);
      this.#source.next(arrival.notification);
    }
    this.#advance(until);
    return this.#marbles;
  }

  /** Runs what is due until then. */
  #advance(to: number): void {
    // Flushing sets the clock back to the last action that was due.
    this.#clock.maxFrames = to;
    this.#clock.flush();
    this.#clock.frame = to;
    this.now = to;
  }
}

function kindOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : 'value';
}
