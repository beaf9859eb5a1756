import {
  concat,
  connect,
  defer,
  finalize,
  from,
  ignoreElements,
  last,
  map,
  merge,
  mergeAll,
  mergeMap,
  type Observable,
  type ObservableInput,
  of,
  Subject,
  takeUntil,
  tap,
} from 'rxjs';
import { isWhole } from '../accumulate/is-whole.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import { IncompleteStreamError } from '../errors/incomplete-stream-error.ts';
import { accumulate } from '../operators/accumulate.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { TurnMessageEvent } from './turn-events.ts';
import { settledCalls, type TurnStep } from './settled-calls.ts';
import type { ToolCallEvent } from './tool-run-event.ts';

/** The outcome of a turn; its last value. */
export interface TurnOutcome {
  readonly type: 'outcome';
  readonly message: BetaMessage;
  /** By the id of the call. */
  readonly results: ReadonlyMap<string, ToolResultBlockParam>;
}

/**
 * One request and the tools it calls: emits the events of both as they happen, and the outcome at the end. `plan` emits the
 * plan of a call once; at most `concurrency` plans run at a time.
 */
export function runTurn<Event extends BetaMessageStreamEvent>(
  request: () => ObservableInput<Event>,
  plan: (toolUse: ToolUseBlock) => Observable<Observable<ToolCallEvent>>,
  { turn, eager, concurrency }: { readonly turn: number; readonly eager: boolean; readonly concurrency: number },
): Observable<TurnMessageEvent<Event> | ToolCallEvent | TurnOutcome> {
  return defer(() => {
    const results = new Map<string, ToolResultBlockParam>();
    let message: BetaMessage | undefined;
    const left$ = new Subject<void>();
    const replyOf = (steps$: Observable<TurnStep>) =>
      steps$.pipe(
        last(null, undefined),
        tap((step) => (message = completeMessage(step))),
        ignoreElements(),
      );
    const callsOf = (steps$: Observable<TurnStep>) =>
      steps$.pipe(
        settledCalls(eager),
        mergeMap(plan),
        mergeAll(concurrency),
        tap((event) => {
          if ('result' in event) results.set(event.toolUse.id, event.result);
        }),
      );
    const source$ = defer(request).pipe(
      // Input equals output: the source's own events.
      accumulate((state, event): TurnStep<Event> => ({ event: event as Event, state })),
      // `connect` cannot unsubscribe from a source while that emits synchronously.
      takeUntil(left$),
    );
    const events$ = source$.pipe(
      connect((steps$) =>
        merge(
          steps$.pipe(
            map(({ event }): TurnMessageEvent<Event> => ({ type: 'message_event', turn, event })),
            finalize(() => left$.next()),
          ),
          // Before the calls, so that none runs for an incomplete reply.
          replyOf(steps$),
          callsOf(steps$),
        ),
      ),
    );
    return concat(
      events$,
      defer(() => (message ? of<TurnOutcome>({ type: 'outcome', message, results }) : from([]))),
    );
  });
}

function completeMessage(step: TurnStep | undefined): BetaMessage {
  if (step?.state && isWhole(step.state)) return step.state.message;
  const error = new IncompleteStreamError();
  attachPartialMessage(error, step?.state?.message);
  throw error;
}
