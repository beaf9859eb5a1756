import type { BetaMessageStreamEvent } from './message-stream-event.ts';

/** The type of message that a stream of `Event` carries: GA, beta, or that of another client. */
export type MessageOf<Event extends BetaMessageStreamEvent> = Extract<Event, { type: 'message_start' }>['message'];
