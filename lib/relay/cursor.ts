/**
 * Where an entry of a reply's log stands: `<epoch>-<seq>`. `seq` counts the events of the reply from 1 through all
 * epochs; a process that takes a reply over starts the next epoch, so that its ids are larger than all of the old one.
 */
export type Cursor = `${number}-${number}`;

/** Before the first event. */
export const beginning: Cursor = '0-0';

/** The largest id that a Redis stream can hold: after it nothing can be appended, whoever tries. */
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

/** Below 0 where `a` stands before `b`. */
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
