/**
 * Not of the API: `retryMessage({ restart: true })` emits it before the events of a new attempt. What came before it is
 * void; accumulating operators start over.
 */
export interface RestartEvent {
  type: 'anthropic_rxjs_restart';
}
