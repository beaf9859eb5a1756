import { Observable } from 'rxjs';

/** Called with `true` when a stream waits for its place in a queue, and with `false` when it starts. */
export type QueueNotice = (waits: boolean) => void;

let current: QueueNotice | undefined;

/** The notice of the current subscriber: it reaches a queue through the operators between, without an event. */
export function queueNotice(): QueueNotice | undefined {
  return current;
}

/** Runs `work`; the queues that it subscribes to meanwhile call `notice`. */
export function withQueueNotice(notice: QueueNotice | undefined, work: () => unknown): void {
  const outer = current;
  current = notice;
  try {
    work();
  } finally {
    current = outer;
  }
}

/** Passes the notices of one subscription to all its subscribers, including those that arrive while it waits. */
export class SharedQueueNotice {
  readonly #listeners = new Set<QueueNotice>();
  #waits = false;

  /** The source; its queues notify all subscribers of the shared Observable. */
  ofSource<T>(source: Observable<T>): Observable<T> {
    return new Observable((subscriber) => {
      subscriber.add(() => {
        this.#waits = false;
      });
      const notify = (waits: boolean) => {
        this.#waits = waits;
        for (const listener of [...this.#listeners]) listener(waits);
      };
      withQueueNotice(notify, () => source.subscribe(subscriber));
    });
  }

  /** The shared Observable; its queue notifies each subscriber. */
  ofShared<T>(shared: Observable<T>): Observable<T> {
    return new Observable((subscriber) => {
      const notice = queueNotice();
      if (notice) {
        this.#listeners.add(notice);
        subscriber.add(() => this.#listeners.delete(notice));
        if (this.#waits) notice(true);
      }
      shared.subscribe(subscriber);
    });
  }
}
