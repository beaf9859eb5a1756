/** Ends a stream of a server's own values, so that a page can tell its end from a cut. */
export const endEvent = { type: 'done' } as const;

/** Whether a stream whose last event has this type is whole: a message has an end of its own. */
export function endsStream(type: string | undefined): boolean {
  return type === endEvent.type || type === 'message_stop';
}
