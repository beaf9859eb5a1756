import type { RestartEvent } from './restart-event.ts';

/**
 * Whether an event says that a new attempt begins, see `RestartEvent`.
 *
 * @example Clear what is shown
 * ```ts
 * import { isRestartEvent, type MessageStreamEvent } from 'anthropic-rxjs';
 *
 * const clearOnRestart = (event: MessageStreamEvent, clear: () => void) => {
 *   if (isRestartEvent(event)) clear();
 * };
 * ```
 */
export function isRestartEvent(event: { readonly type: string }): event is RestartEvent {
  return event.type === 'anthropic_rxjs_restart';
}
