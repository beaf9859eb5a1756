/** Ends a stream of a server's own values, so that a page can distinguish its end from an interruption. */
export const endEvent = { type: 'done' } as const;

/** Whether a stream whose last event has this type is complete: a message has its own end. */
export function endsStream(type: string | undefined): boolean {
  return type === endEvent.type || type === 'message_stop';
}
