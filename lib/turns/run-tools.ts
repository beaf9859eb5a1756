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

/** How a run of tools goes. */
export interface ToolRunOptions<
  Params extends BetaMessageCreateParams = BetaMessageCreateParams,
  Event extends BetaMessageStreamEvent = BetaMessageStreamEvent,
> {
  /** What the model may call here, besides the tools of `params`, which the API runs. */
  readonly tools: readonly RunnableTool[];
  /** How many requests there may be; the run fails with `MaxTurnsError` when the model wants more. Default: no limit. */
  readonly maxTurns?: number | undefined;
  /** How many tools may be at work at a time. Default: all calls of a reply. */
  readonly concurrency?: number | undefined;
  /**
   * Starts a call while the reply still streams, once the model has moved on to its next block. What it does is done, even
   * when the reply fails afterwards. Default `false`.
   */
  readonly eager?: boolean | undefined;
  /** Asked before each call that could run. Default: every call may run. */
  readonly approve?: Approve | undefined;
  /** Asked after each turn that would be followed by another, its tools done: `true` ends the run there. */
  readonly stopWhen?: ((turn: TurnFinishedEvent<Event, Params['messages'][number]>) => boolean) | undefined;
  /** Called before each request, with the number of its turn from 1; the params it returns count from that turn on. */
  readonly prepareTurn?: PrepareTurn<Params> | undefined;
  /** Each user message it emits joins the conversation before the next turn; the run goes on from a reply that would end it. */
  readonly steer$?: ObservableInput<UserMessageParam> | undefined;
  /** Aborts the request and the tools at work, and ends the run with `APIUserAbortError`. Unsubscribing gives no error. */
  readonly signal?: AbortSignal | undefined;
}

/** Returns params to change, `messages` among them; the last value counts, and no value changes nothing. */
export type PrepareTurn<Params extends BetaMessageCreateParams> = (next: {
  readonly turn: number;
  readonly messages: readonly Params['messages'][number][];
}) => Partial<Params> | undefined | ObservableInput<Partial<Params> | undefined>;

/**
 * Emits what happens while a model works with your tools, turn after turn, `run_finished` at last. A turn is one request
 * and the tools that its reply calls. Tools run in parallel, and all results of a reply go back together in call order.
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
 * every tool at work. Cold: each subscription is a run of its own.
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
        // A turn whose source is synchronous would otherwise run inside the one before.
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

/** What a turn starts from. */
interface TurnStart<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent> {
  /** From 1. */
  readonly number: number;
  /** With the changes of `prepareTurn` so far. */
  readonly params: Params;
  /** The conversation, in place of that of `params`. */
  readonly messages: readonly Params['messages'][number][];
  /** Tokens of the turns before. */
  readonly usage: MessageOf<Event>['usage'] | undefined;
  /** The container of the reply before. */
  readonly container: string | undefined;
}

/** A turn is over; what happens next depends on what the consumer does with `finished`. */
interface TurnEnd<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent> {
  readonly type: 'turn_end';
  readonly finished: TurnFinishedEvent<Event, Params['messages'][number]>;
  /** Whether the API waits for another turn. */
  readonly goesOn: boolean;
  readonly next: TurnStart<Params, Event>;
}

type Step<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent> =
  ToolRunEvent<Event, Params['messages'][number]> | TurnEnd<Params, Event>;

/** Emits the params of a turn, changed by `prepareTurn`; its messages win over the conversation. */
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

/** Code that calls tools goes on in the container in which it began, unless the caller names one. */
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
