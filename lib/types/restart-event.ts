/**
 * An event that `retryMessage({ restart: true })` emits before the events of a new attempt; the API does not send it.
 * Earlier events no longer count, so accumulating operators start over.
 */
export interface RestartEvent {
  type: 'anthropic_rxjs_restart';
}
