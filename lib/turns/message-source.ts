import type { Observable, ObservableInput } from 'rxjs';
import { returnedStream } from '../errors/returned-stream.ts';

/** Sends a request and emits the events of its reply: `client.messages`, `client.beta.messages`, or a function. */
export type MessageSource<Params, Event> =
  { stream(params: Params): ObservableInput<Event> } | ((params: Params) => ObservableInput<Event>);

export function isMessageSource(value: unknown): boolean {
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && 'stream' in value && typeof value.stream === 'function';
}

/** Calls the source; a method needs its `this`. */
export function streamFrom<Params, Event>(source: MessageSource<Params, Event>, params: Params): Observable<Event> {
  return returnedStream('source', 'stream', typeof source === 'function' ? source(params) : source.stream(params));
}
