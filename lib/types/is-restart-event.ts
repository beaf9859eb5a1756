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
  const given = event as typeof event | null | undefined; // JavaScript may pass any value
  return given?.type === 'anthropic_rxjs_restart';
}
