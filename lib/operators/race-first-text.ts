import {
  catchError,
  defer,
  EMPTY,
  from,
  isObservable,
  NEVER,
  type Observable,
  type ObservableInput,
  race,
  tap,
  throwError,
} from 'rxjs';
import { anObservableInput, checkList } from '../errors/check-options.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { holdUntilText } from './hold-until-text.ts';

/**
 * Emits the events of the stream that emits text first, and aborts the others. A stream that completes without text
 * also wins. A stream that fails before its first text drops out. When all streams have failed, the last error passes;
 * its `partialMessage` is the message of the delayed events.
 *
 * ```text
 * a:       -S-B-------------T(a)-E-D-X|
 * b:       --S-B-T(b)-----------E-D-X|
 * raceFirstText(a, b)
 * result:  ------(S B T(b))-----E-D-X|
 * ```
 * Completes with the winner; its later errors pass. The events before its first text are delayed until then.
 * Unsubscribing unsubscribes from all streams. You pay for the tokens of the losers: their input, and their output so
 * far. Throws `InvalidOptionsError` if an argument is not an `ObservableInput`.
 *
 * @example The faster of two models
 * ```ts
 * import { AnthropicClient, raceFirstText, textDeltas, type MessageParam } from 'anthropic-rxjs';
 *
 * const client = new AnthropicClient();
 * const fastest = (messages: MessageParam[]) =>
 *   raceFirstText(
 *     client.messages.stream({ model: 'claude-sonnet-5', max_tokens: 1024, messages }),
 *     client.messages.stream({ model: 'claude-haiku-4-5', max_tokens: 1024, messages }),
 *   ).pipe(textDeltas());
 * ```
 * @see hedge
 */
export function raceFirstText<Event extends BetaMessageStreamEvent>(
  ...streams: readonly ObservableInput<Event>[]
): Observable<Event> {
  checkStreams(streams);
  return defer(() => {
    let running = streams.length;
    const runners = streams.map((stream) => {
      let leads = false;
      return from(stream).pipe(
        holdUntilText(),
        tap(() => {
          leads = true;
        }),
        catchError((error: unknown) => (leads || --running === 0 ? throwError(() => error) : NEVER)),
      );
    });
    return runners.length > 0 ? race(runners) : EMPTY; // a race without streams would never end
  });
}

function checkStreams(streams: readonly unknown[]): void {
  if (streams.some((stream) => Array.isArray(stream) && stream.some(isObservable))) {
    const message = 'is an array of streams; write raceFirstText(...streams)';
    throw wrongOption('raceFirstText', 'streams', message);
  }
  checkList('raceFirstText', 'streams', streams, anObservableInput);
}
