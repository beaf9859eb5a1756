import { Observable, Subject, type SubjectLike } from 'rxjs';
import { EventLog } from '../accumulate/event-log.ts';
import { guardObserver } from '../errors/guard-observer.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * A subject that replays the missed events to late subscribers, joined. Subscribers may make the source emit while they
 * handle an event: all subscribers get each event once and in order.
 */
export function replayJoined<Event extends BetaMessageStreamEvent>(): SubjectLike<Event> {
  const live$ = new Subject<Event>();
  const log = new EventLog<Event>();
  const emit = inOrder<Event>((event) => {
    try {
      log.add(event);
    } catch (error) {
      live$.error(error); // a value that is not an event; otherwise the error would be lost
    }
    live$.next(event);
  });
  const events$ = new Observable<Event>((subscriber) => {
    const missed = log.events();
    let replaying = true;
    let end: (() => void) | undefined;
    const afterReplay = (finish: () => void) => {
      if (replaying) end = finish;
      else finish();
    };
    const observer = guardObserver<Event>(subscriber, {
      next: (event) => {
        if (replaying) missed.push(event);
        else subscriber.next(event);
      },
      error: (error) => afterReplay(() => subscriber.error(error)),
      complete: () => afterReplay(() => subscriber.complete()),
    });
    subscriber.add(live$.subscribe(observer));
    // The log grows during the replay.
    for (const event of missed) {
      if (subscriber.closed) return;
      subscriber.next(event);
    }
    replaying = false;
    end?.();
  });
  return {
    next: (event) => emit.next(event),
    error: (error: unknown) => emit.end(() => live$.error(error)),
    complete: () => emit.end(() => live$.complete()),
    subscribe: (observer) => events$.subscribe(observer),
  };
}

/** Handles one value after the other, including those that arrive meanwhile; the end is last. */
function inOrder<T>(handle: (value: T) => void): { next(value: T): void; end(finish: () => void): void } {
  const waiting: T[] = [];
  let finish: (() => void) | undefined;
  let handling = false;
  const run = () => {
    if (handling) return;
    handling = true;
    for (const value of waiting) handle(value);
    waiting.length = 0;
    handling = false;
    finish?.();
  };
  return {
    next: (value) => {
      waiting.push(value);
      run();
    },
    end: (work) => {
      finish = work;
      run();
    },
  };
}
