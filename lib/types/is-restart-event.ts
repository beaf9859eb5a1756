import type { RestartEvent } from './restart-event.ts';

/**
 * Whether an event announces a new attempt, see `RestartEvent`.
 *
 * @example Clear the view
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
