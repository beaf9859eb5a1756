import { BehaviorSubject, distinctUntilChanged, type Observable } from 'rxjs';
import type { OptionRule } from '../errors/check-options.ts';

/** Pauses and resumes the connection of one stream. */
export interface Gate {
  /** For the `paused$` option of a request: the current state, then each change. */
  readonly paused$: Observable<boolean>;
  /** Stops reading from the connection until `resume()`; data that was already read still arrives. */
  pause(): void;
  resume(): void;
}

/**
 * Creates an open gate. While it is paused, the client does not read the body, so the socket fills up and the server
 * waits. Use one gate per stream; `drainWith`, `toReadableStream` and `toAsyncIterable` pause it for a slow consumer.
 *
 * @example Pause a stream by hand
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

/** For the options of functions that pause a gate. */
export const aGate: OptionRule = {
  allows: (value) => {
    const { pause, resume } = Object(value) as Partial<Gate>; // any value has properties or none
    return typeof pause === 'function' && typeof resume === 'function';
  },
  expected: 'a gate of createGate()',
};
