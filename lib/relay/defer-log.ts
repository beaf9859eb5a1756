import { defer, EMPTY, type Observable } from 'rxjs';
import type { RelayLog } from './relay-log.ts';
import { run } from './run.ts';

/** The same log, whose methods never throw: an exception is the error of their Observable, and each attempt calls again. */
export function deferLog(log: RelayLog): RelayLog {
  return {
    canRewind: log.canRewind,
    reconnected$: log.reconnected$,
    append: (...args) => attempt(() => log.append(...args)),
    read: (...args) => defer(() => log.read(...args)),
    top: (...args) => defer(() => log.top(...args)),
    touch: (...args) => defer(() => log.touch(...args)),
    replace: (...args) => defer(() => log.replace(...args)),
    watch: (...args) => defer(() => log.watch(...args)),
    watchers: (...args) => defer(() => log.watchers(...args)),
    beat: (...args) => defer(() => log.beat(...args)),
    isAlive: (...args) => defer(() => log.isAlive(...args)),
    release: (...args) => defer(() => log.release(...args)),
    wake: (...args) => defer(() => log.wake(...args)),
    wakes: (...args) => defer(() => log.wakes(...args)),
    // The relay is closed, whatever becomes of the log.
    close: () => void run(defer(() => (log.close(), EMPTY))),
  };
}

/** The same as `defer` for a log that does not throw, at a fraction of its cost: an append happens per event. */
function attempt<T>(ask: () => Observable<T>): Observable<T> {
  try {
    return ask();
  } catch {
    return defer(ask);
  }
}
