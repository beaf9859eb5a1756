import {
  concat,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  merge,
  type Observable,
  type ObservableInput,
  repeat,
  Subscription,
  switchMap,
  takeWhile,
  tap,
  timer,
} from 'rxjs';
import type { BetaMessageStreamEvent } from '../index.ts';
import { Producer } from './producer.ts';
import type { RelaySettings } from './relay-options.ts';
import { run } from './run.ts';
import type { TakenOver } from './take-over.ts';
import { meaningOf } from './top-meaning.ts';
import { tryAgain } from './try-again.ts';

/** How long a process keeps a reply after its end, in ms, to append it again if the log has lost it. Then it looks once more. */
const holdAfterEnd = 10_000;

/** The replies that this process produces, and those whose end it may have to repeat. */
export class Producers {
  readonly #settings: RelaySettings;
  readonly #byId = new Map<string, Producer>();
  readonly #work = new Subscription();

  constructor(settings: RelaySettings) {
    this.#settings = settings;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): Producer | undefined {
    return this.#byId.get(id);
  }

  isRunning(id: string): boolean {
    return this.#byId.get(id)?.isOver === false;
  }

  /** The ids of the replies that still run. */
  runningIds(): string[] {
    return [...this.#byId.keys()].filter((id) => this.isRunning(id));
  }

  produce(id: string, taken: TakenOver, events$: ObservableInput<BetaMessageStreamEvent>): void {
    const { log, scheduler } = this.#settings;
    const producer = new Producer({ id, log, scheduler, ...taken });
    this.#byId.set(id, producer);
    const over$ = producer.hints$.pipe(ignoreElements());
    const held$ = timer(holdAfterEnd, scheduler).pipe(
      switchMap(() => log.top(id)),
      tryAgain(scheduler),
      repeat(),
      // A reply that has vanished may have expired.
      takeWhile((top) => top !== undefined && meaningOf(top.cursor, taken.epoch) === 'open'),
      tap(() => producer.look()),
    );
    const forgotten$ = concat(over$, log.canRewind ? held$ : EMPTY).pipe(
      finalize(() => {
        producer.leave();
        if (this.#byId.get(id) === producer) this.#byId.delete(id);
      }),
    );
    this.#work.add(run(forgotten$));
    producer.run(events$);
  }

  /** Compares each reply with a log that was out of reach: it may have been set back. */
  look(): void {
    for (const producer of this.#byId.values()) producer.look();
  }

  /** Compares replies without an event since the last look: another process may have stopped them or taken them over. */
  lookIfQuiet(): void {
    for (const producer of this.#byId.values()) producer.lookIfQuiet();
  }

  /**
   * Ends the running replies, or hands them over to the process that recovers them. Completes when the log has the
   * ends.
   */
  end(): Observable<unknown> {
    const running = [...this.#byId.values()].filter((producer) => !producer.isOver);
    const end$ = defer(() => {
      for (const producer of running) {
        if (this.#settings.recover) producer.leave();
        else producer.finish({ end: 'lost' });
      }
      return EMPTY;
    });
    return merge(...running.map(({ hints$ }) => hints$), end$);
  }

  close(): void {
    for (const producer of this.#byId.values()) producer.leave();
    this.#work.unsubscribe();
  }
}
