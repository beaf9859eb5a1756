/**
 * Not an event of the API: `retryMessage({ restart: true })` emits it before the events of a new attempt. Earlier events
 * are void; accumulating operators start over.
 */
export interface RestartEvent {
  type: 'anthropic_rxjs_restart';
}
