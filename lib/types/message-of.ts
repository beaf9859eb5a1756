import type { BetaMessageStreamEvent } from './message-stream-event.ts';

/** The message type of a stream of `Event`: GA, beta, or another client's. */
export type MessageOf<Event extends BetaMessageStreamEvent> = Extract<Event, { type: 'message_start' }>['message'];
