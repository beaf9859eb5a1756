import { connect, ignoreElements, map, merge, type Observable, tap } from 'rxjs';
import { finalMessage, type Message, type MessageStreamEvent, textDeltas } from '../index.ts';

/** The data of the closing line. */
export interface Reply {
  readonly message: Message;
  /** From the request to the first text, in ms; `undefined` without text. */
  readonly firstText: number | undefined;
}

/** Prints a reply as it arrives, text or events, through one subscription; emits it when it is complete. */
export function showReply(
  events$: Observable<MessageStreamEvent>,
  { json, started, print }: { json: boolean; started: number; print: (text: string) => void },
): Observable<Reply> {
  let firstText: number | undefined;
  return events$.pipe(
    connect((shared$) =>
      merge(
        shared$.pipe(
          tap((event) => json && print(`${JSON.stringify(event)}\n`)),
          textDeltas(),
          tap((text) => {
            firstText ??= performance.now() - started;
            if (!json) print(text);
          }),
          ignoreElements(),
        ),
        shared$.pipe(finalMessage()),
      ),
    ),
    map((message) => ({ message, firstText })),
  );
}
