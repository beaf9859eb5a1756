import {
  concat,
  defer,
  EMPTY,
  expand,
  filter,
  from,
  ignoreElements,
  last,
  map,
  type Observable,
  type ObservableInput,
  of,
  queueScheduler,
  subscribeOn,
  switchMap,
  takeUntil,
  tap,
} from 'rxjs';
import { isCut, isPaused } from '../accumulate/stop-reason.ts';
import { abortWith } from '../errors/abort-with.ts';
import { MaxTurnsError } from '../errors/max-turns-error.ts';
import type { MessageOf } from '../types/message-of.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { UserMessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { addUsage } from './add-usage.ts';
import { appendTurn, appendUserTurns } from './append-turn.ts';
import { availableTools } from './available-tools.ts';
import { checkRun, checkTurns } from './check-run.ts';
import { fromValue } from './from-value.ts';
import { type MessageSource, streamFrom } from './message-source.ts';
import { type Approve, planCall } from './plan-call.ts';
import { runTurn, type TurnOutcome } from './run-turn.ts';
import type { RunnableTool } from './tool.ts';
import type { ToolRunEvent, TurnFinishedEvent } from './tool-run-event.ts';

/** The options of `runTools`. */
export interface ToolRunOptions<
  Params extends BetaMessageCreateParams = BetaMessageCreateParams,
  Event extends BetaMessageStreamEvent = BetaMessageStreamEvent,
> {
  /** Your tools, in addition to the tools of `params`, which the API runs. */
  readonly tools: readonly RunnableTool[];
  /** The most requests; the run fails with `MaxTurnsError` when the model needs more. Default: no limit. */
  readonly maxTurns?: number | undefined;
  /** How many tools may run at a time. Default: all calls of a reply. */
  readonly concurrency?: number | undefined;
  /**
   * Starts a call while the reply still streams, once the model has started its next block. The effects of the call remain,
   * even if the reply fails afterwards. Default `false`.
   */
  readonly eager?: boolean | undefined;
  /** Called before each valid call. Default: every call may run. */
  readonly approve?: Approve | undefined;
  /** Called after the tools of each turn that another turn would follow: `true` ends the run. */
  readonly stopWhen?: ((turn: TurnFinishedEvent<Event, Params['messages'][number]>) => boolean) | undefined;
  /** Called before each request, with the number of its turn from 1; the returned params apply to that turn and later ones. */
  readonly prepareTurn?: PrepareTurn<Params> | undefined;
  /**
   * Each emitted user message joins the conversation before the next turn; the run continues after a reply that would
   * end it.
   */
  readonly steer$?: ObservableInput<UserMessageParam> | undefined;
  /** Aborts the request and the running tools, and ends the run with `APIUserAbortError`. Unsubscribing reports no error. */
  readonly signal?: AbortSignal | undefined;
}

/** Returns params to change, including `messages`; the last value counts, and without a value nothing changes. */
export type PrepareTurn<Params extends BetaMessageCreateParams> = (next: {
  readonly turn: number;
  readonly messages: readonly Params['messages'][number][];
}) => Partial<Params> | undefined | ObservableInput<Partial<Params> | undefined>;

/**
 * Emits the events of a run in which a model calls your tools, turn after turn; the last one is `run_finished`. A turn is
 * one request and the tools that its reply calls. Tools run in parallel. All results of a reply go back together, in the
 * order of the calls.
 *
 * `source` is `client.messages` or `client.beta.messages`, and types `params` and events. A function
 * `(params) => client.messages.stream(params, options)` sets options per request, or runs over another source of events.
 *
 * ```text
 * request 1:  --m--m--m|                request 2: --m--m|
 * tools:               s----f--t|
 * result:     --m--m--ms----f--tT-------------------m--mT(R|)
 * ```
 * m `message_event`, s `tool_started`, f `tool_finished`, t `tool_failed`, T `turn_finished`, R `run_finished`.
 *
 * A complete call runs whatever the `stop_reason`, except after `max_tokens`, `refusal`, `pause_turn` and
 * `model_context_window_exceeded`. An exception of a tool goes to the model. A system message with `tool_removal` makes
 * its tool unknown. A container continues from reply to reply unless `params` name one.
 *
 * Throws `InvalidOptionsError` for wrong options. Errors: those of `source` and of your callbacks; `MaxTurnsError`;
 * `InvalidParamsError`; `APIUserAbortError` when `signal` aborts. Unsubscribing aborts the request and the `signal` of
 * every running tool. Cold: each subscription is a separate run.
 *
 * @example Ask, with a tool
 * ```ts
 * import { AnthropicClient, type RunnableTool, runTools, textDeltas, turnEvents } from 'anthropic-rxjs';
 *
 * const client = new AnthropicClient();
 * const ask = (content: string, tools: RunnableTool[]) => {
 *   const params = { model: 'claude-sonnet-5', max_tokens: 1024, messages: [{ role: 'user' as const, content }] };
 *   return runTools(client.messages, params, { tools }).pipe(turnEvents(), textDeltas());
 * };
 * ```
 * @see tool
 */
export function runTools<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent>(
  source: MessageSource<Params, Event>,
  params: NoInfer<Params>,
  options: ToolRunOptions<Params, Event>,
): Observable<ToolRunEvent<Event, Params['messages'][number]>> {
  checkRun(source, params, options);
  type Turn = Params['messages'][number];
  const { maxTurns = Infinity, concurrency = Infinity, eager = false, signal } = options;
  const { tools, approve, prepareTurn, stopWhen, steer$ = EMPTY } = options;

  return defer(() => {
    checkTurns(params);
    const definitions = tools.map(({ definition }) => definition);
    const steered: Turn[] = [];
    const withSteered = (turns: readonly Turn[]) => appendUserTurns(turns, steered.splice(0));

    const runFrom = (start: TurnStart<Params, Event>): Observable<Step<Params, Event>> =>
      defer(() => preparedParams(prepareTurn, start, withSteered(start.messages))).pipe(
        switchMap((prepared) => {
          checkTurns(prepared);
          const turn = { ...start, params: prepared, messages: withSteered(prepared.messages) };
          const available = availableTools(tools, turn.messages);
          const plan = (toolUse: ToolUseBlock) => planCall(available, approve, toolUse, turn.number);
          const request = () => streamFrom(source, requestOf(turn, definitions));
          return runTurn(request, plan, { turn: turn.number, eager, concurrency }).pipe(
            map((event) => (event.type === 'outcome' ? endOf<Params, Event>(turn, event) : event)),
          );
        }),
        // A turn with a synchronous source would otherwise run inside the previous one.
        subscribeOn(queueScheduler),
      );

    const afterTurn = ({ finished, goesOn, next }: TurnEnd<Params, Event>): Observable<Step<Params, Event>> => {
      const { message, messages, usage } = finished;
      const over = !goesOn && (steered.length === 0 || isCut(message.stop_reason));
      if (over || stopWhen?.(finished)) {
        return of({ type: 'run_finished', message, messages: withSteered(messages), usage });
      }
      if (finished.turn >= maxTurns) throw new MaxTurnsError({ maxTurns, messages: [...withSteered(messages)] });
      return runFrom(next);
    };

    // Never stops the run: it is subscribed first and unsubscribed with it, and its errors are the run's.
    const steering$ = from(steer$).pipe(
      tap((message) => steered.push(message)),
      ignoreElements(),
    );
    return runFrom({ number: 1, params, messages: params.messages, usage: undefined, container: undefined }).pipe(
      expand((step) =>
        step.type === 'turn_end'
          ? concat(
              of(step.finished),
              defer(() => afterTurn(step)),
            )
          : EMPTY,
      ),
      filter((step) => step.type !== 'turn_end'),
      abortWith(signal),
      takeUntil(steering$),
    );
  });
}

/** The initial state of a turn. */
interface TurnStart<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent> {
  /** From 1. */
  readonly number: number;
  /** With the changes of `prepareTurn` so far. */
  readonly params: Params;
  /** The conversation, which replaces that of `params`. */
  readonly messages: readonly Params['messages'][number][];
  /** Tokens of the earlier turns. */
  readonly usage: MessageOf<Event>['usage'] | undefined;
  /** The container of the previous reply. */
  readonly container: string | undefined;
}

/** A turn is over; the next step depends on how the consumer reacts to `finished`. */
interface TurnEnd<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent> {
  readonly type: 'turn_end';
  readonly finished: TurnFinishedEvent<Event, Params['messages'][number]>;
  /** Whether the API waits for another turn. */
  readonly goesOn: boolean;
  readonly next: TurnStart<Params, Event>;
}

type Step<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent> =
  ToolRunEvent<Event, Params['messages'][number]> | TurnEnd<Params, Event>;

/** Emits the params of a turn, changed by `prepareTurn`; its messages replace the conversation. */
function preparedParams<Params extends BetaMessageCreateParams>(
  prepareTurn: PrepareTurn<Params> | undefined,
  { number, params }: { readonly number: number; readonly params: Params },
  messages: readonly Params['messages'][number][],
): Observable<Params> {
  const withMessages = (changes?: Partial<Params>): Params => ({
    ...params,
    ...changes,
    messages: changes?.messages ?? messages,
  });
  if (!prepareTurn) return of(withMessages());
  return fromValue(prepareTurn({ turn: number, messages })).pipe(last(null, undefined), map(withMessages));
}

/** Code that calls tools continues in its container, unless the caller names one. */
function requestOf<Params extends BetaMessageCreateParams>(
  {
    params,
    messages,
    container: id,
  }: {
    readonly params: Params;
    readonly messages: readonly Params['messages'][number][];
    readonly container: string | undefined;
  },
  definitions: readonly RunnableTool['definition'][],
): Params {
  const { container } = params;
  const named = typeof container === 'string' || container?.id != null;
  return {
    ...params,
    messages,
    tools: [...(params.tools ?? []), ...definitions],
    ...(id !== undefined && !named && { container: container ? { ...container, id } : id }),
  };
}

function endOf<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent>(
  turn: TurnStart<Params, Event>,
  outcome: TurnOutcome,
): TurnEnd<Params, Event> {
  const message = outcome.message as MessageOf<Event>; // the accumulator keeps the source's own types
  const messages = appendTurn(turn.messages, message, outcome.results);
  const usage = addUsage(turn.usage, message.usage);
  const { stop_reason, container } = message;
  return {
    type: 'turn_end',
    finished: { type: 'turn_finished', turn: turn.number, message, messages, usage },
    goesOn: !isCut(stop_reason) && (isPaused(stop_reason) || outcome.results.size > 0),
    next: { number: turn.number + 1, params: turn.params, messages, usage, container: container?.id ?? turn.container },
  };
}
