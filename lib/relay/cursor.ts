/**
 * The place of an entry in a reply's log: `<epoch>-<seq>`. `seq` counts the events of the reply from 1 through all epochs.
 * A process that takes a reply over starts a later epoch, so its ids exceed all ids of the old one.
 */
export type Cursor = `${number}-${number}`;

/** Before the first event. */
export const beginning: Cursor = '0-0';

/** The largest id that a Redis stream can hold: no process can append after it. */
export const ending: Cursor = '18446744073709551615-18446744073709551615';

export function cursorAt(epoch: number, seq: number): Cursor {
  return `${epoch}-${seq}`;
}

export function epochOf(cursor: Cursor): number {
  return Number(cursor.slice(0, cursor.indexOf('-')));
}

export function seqOf(cursor: Cursor): number {
  return Number(cursor.slice(cursor.indexOf('-') + 1));
}

/** Below 0 if `a` is before `b`. */
export function compareCursors(a: Cursor, b: Cursor): number {
  if (a === b) return 0;
  // Two numbers of 64 bits are not exact as numbers of JavaScript.
  if (a === ending) return 1;
  if (b === ending) return -1;
  return epochOf(a) - epochOf(b) || seqOf(a) - seqOf(b);
}

/** Whether a text is the id of an event; texts come from browsers. */
export function isCursor(text: string): text is Cursor {
  return /^\d{1,15}-\d{1,15}$/.test(text);
}
