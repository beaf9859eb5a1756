import { BehaviorSubject, distinctUntilChanged, type Observable } from 'rxjs';
import type { OptionRule } from '../errors/check-options.ts';

/** Holds the wire of one stream back. */
export interface Gate {
  /** For the `paused$` option of a request: the present state, then each change. */
  readonly paused$: Observable<boolean>;
  /** Reads no more from the connection until `resume()`; what has been read already still comes. */
  pause(): void;
  resume(): void;
}

/**
 * Makes a gate that is open. While it is paused the body of the response is not read: the socket's window closes and the
 * server waits. Use one for each stream; `drainWith`, `toReadableStream` and `toAsyncIterable` work it for a slow consumer.
 *
 * @example Hold a stream back by hand
 * ```ts
 * import { AnthropicClient, createGate } from 'anthropic-rxjs';
 *
 * const gate = createGate();
 * const events$ = new AnthropicClient().messages.stream(
 *   { model: 'claude-sonnet-5', max_tokens: 1024, messages: [{ role: 'user', content: 'Count to 100' }] },
 *   { paused$: gate.paused$ },
 * );
 * events$.subscribe(() => gate.pause());
 * ```
 */
export function createGate(): Gate {
  const paused$ = new BehaviorSubject(false);
  return {
    paused$: paused$.pipe(distinctUntilChanged()),
    pause: () => paused$.next(true),
    resume: () => paused$.next(false),
  };
}

/** For the options of what works a gate. */
export const aGate: OptionRule = {
  allows: (value) => {
    const { pause, resume } = Object(value) as Partial<Gate>; // whatever it is, it has properties or none
    return typeof pause === 'function' && typeof resume === 'function';
  },
  expected: 'a gate of createGate()',
};
