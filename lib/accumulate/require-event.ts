import { isRecord } from '../errors/is-record.ts';
import { MalformedStreamError } from '../errors/malformed-stream-error.ts';

/** Throws `MalformedStreamError` for a value that is certainly not an event; the error names the operator to add. */
export function requireEvent(value: unknown): void {
  const mistake = mistakeIn(value);
  if (mistake === undefined) return;
  const [what, fix] = mistake;
  throw new MalformedStreamError(`${what} arrived instead of an event${fix}.`);
}

function mistakeIn(value: unknown): readonly [what: string, fix: string] | undefined {
  if (typeof value === 'string') return ['A string', ': put this operator before those that emit text'];
  if (!isRecord(value)) return [`A value of type ${typeof value}`, ''];
  if (typeof value['subscribe'] === 'function')
    return ['An Observable', ': use switchMap() instead of map(), or a function without async'];
  if ('events$' in value) return ['A response', ': add switchMap(({ events$ }) => events$)'];
  if (value['type'] === 'message') return ['A message', ': add switchMap((message) => fromMessage(message))'];
  if (value['type'] === 'message_event') return ['An event of a tool run', ' of a reply: add turnEvents()'];
  return typeof value['type'] === 'string' ? undefined : ['An object without a type', ''];
}
