import { catchError, EMPTY, type Observable, type ObservableInput, share, tap } from 'rxjs';
import { isRecord } from '../errors/is-record.ts';
import { type MessageSource, streamFrom } from './message-source.ts';

/** The source of the replies of a chat: a client, or a source of `runTools`. */
export type ChatSource<Params, Event> =
  MessageSource<Params, Event> | { readonly messages: { stream(params: Params): ObservableInput<Event> } };

/** Keeps replies: a request with the id of an earlier one joins its reply. `relayed(url).messages` is one. */
interface ResumableSource<Params, Event> {
  readonly resumable: true;
  stream(params: Params, options?: { readonly id: string }): Observable<Event> & { stop?(): void };
}

export function messagesOf<Params, Event>(source: ChatSource<Params, Event>): MessageSource<Params, Event> {
  return isRecord(source) && 'messages' in source ? source.messages : source;
}

/** Whether replies of a source survive their readers. */
export function isResumable<Params, Event>(
  source: MessageSource<Params, Event>,
): source is ResumableSource<Params, Event> {
  return 'resumable' in source && source.resumable === true;
}

/** The requests of one reply. */
export class ReplyRequests<Params, Event> {
  readonly #source: MessageSource<Params, Event>;
  readonly #id: string;
  #steps: number;
  #stop: (() => void) | undefined;

  /** `id` is that of the turn, `steps` the number of its finished messages. */
  constructor(source: MessageSource<Params, Event>, id: string, steps: number) {
    this.#source = source;
    this.#id = id;
    this.#steps = steps;
  }

  readonly stream = (params: Params): Observable<Event> => {
    const source = this.#source;
    if (!isResumable(source)) return streamFrom(source, params);
    this.#steps += 1;
    const reply$ = source.stream(params, { id: this.#steps === 1 ? this.#id : `${this.#id}-${this.#steps}` });
    const shared$ = reply$.pipe(
      // Stopping a complete reply, while its tools run, would request it again.
      tap({ complete: () => (this.#stop = undefined) }),
      share(),
    );
    this.#stop = () => {
      // A relay can end a reply only while it has a reader.
      shared$.pipe(catchError(() => EMPTY)).subscribe();
      reply$.stop?.();
    };
    return shared$;
  };

  /** Ends the reply of a source that keeps replies, where unsubscribing does not. */
  stop(): void {
    this.#stop?.();
  }
}
