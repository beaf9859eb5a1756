import {
  defer,
  EMPTY,
  expand,
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
  throwError,
} from 'rxjs';
import { anArray, checkOptions, required } from '../errors/check-options.ts';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { MaxTurnsError } from '../errors/max-turns-error.ts';
import type { MessageOf } from '../operators/message-of.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { Container } from '../types/message.ts';
import type { UserMessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { addUsage } from './add-usage.ts';
import { appendTurn } from './append-turn.ts';
import { checkRun } from './check-run.ts';
import { fromValue } from './from-value.ts';
import { type Approve, planCall } from './plan-call.ts';
import { runTurn } from './run-turn.ts';
import { goesOn } from './settled-calls.ts';
import type { RunnableTool } from './tool.ts';
import type { RunFinishedEvent, ToolRunEvent, TurnFinishedEvent } from './tool-run-event.ts';

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
  /** Asked before each call that could run. Default: all may. */
  readonly approve?: Approve | undefined;
  /** Asked after each turn that would be followed by another, its tools done: `true` ends the run there. */
  readonly stopWhen?: ((turn: TurnFinishedEvent<Event, Params['messages'][number]>) => boolean) | undefined;
  /** Called before each request, with the number of its turn from 1; what it gives is changed from that turn on. */
  readonly prepareTurn?: PrepareTurn<Params> | undefined;
  /** Each user message it gives joins the conversation before the next turn; a reply that would end the run is gone on from. */
  readonly steer$?: ObservableInput<UserMessageParam> | undefined;
}

/** Gives params to change, `messages` among them; the last value counts, none changes nothing. */
export type PrepareTurn<Params extends BetaMessageCreateParams> = (next: {
  readonly turn: number;
  readonly messages: readonly Params['messages'][number][];
}) => Partial<Params> | undefined | ObservableInput<Partial<Params> | undefined>;

/**
 * Emits what happens while a model works with your tools, turn after turn, `run_finished` at last. A turn is one request
 * and the tools that its reply calls. Tools run in parallel, and all results of a reply go back together in call order.
 *
 * ```text
 * request 1:  --m--m--m|                request 2: --m--m|
 * tools:               s----f--t|
 * result:     --m--m--ms----f--tT-------------------m--mT(R|)
 * ```
 * m `message_event`, s `tool_started`, f `tool_finished`, t `tool_failed`, T `turn_finished`, R `run_finished`. What a
 * tool throws goes to the model. Errors: those of `stream` and of your callbacks; `MaxTurnsError`; `InvalidParamsError` for
 * options that cannot be run, such as two tools of one name, before the first request. Unsubscribing aborts the request
 * and the `signal` of every tool at work. Cold: each subscription is a run of its own.
 *
 * @example Ask, with a tool
 * ```ts
 * import { AnthropicClient, type MessageCreateParams, type RunnableTool, runTools, textDeltas, turnEvents } from 'anthropic-rxjs';
 *
 * const { messages } = new AnthropicClient();
 * const stream = (params: MessageCreateParams) => messages.stream(params);
 * const ask = (params: MessageCreateParams, tools: RunnableTool[]) =>
 *   runTools(stream, params, { tools }).pipe(turnEvents(), textDeltas()).subscribe((text) => console.log(text));
 * ```
 * @see tool
 */
export function runTools<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent>(
  stream: (params: Params) => ObservableInput<Event>,
  params: NoInfer<Params>,
  options: ToolRunOptions<Params, Event>,
): Observable<ToolRunEvent<Event, Params['messages'][number]>> {
  type Turn = Params['messages'][number];
  type TurnFinished = TurnFinishedEvent<Event, Turn>;
  const {
    maxTurns = Infinity,
    concurrency = Infinity,
    eager = false,
    approve,
    stopWhen,
    prepareTurn,
    steer$,
  } = options;

  return defer(() => {
    checkOptions('runTools', options, { tools: required(anArray) });
    const issues = checkRun(params, { tools: options.tools, maxTurns, concurrency });
    if (issues.length > 0) throw new InvalidParamsError(issues);
    const tools = new Map(options.tools.map((tool) => [tool.name, tool]));
    const definitions = options.tools.map(({ definition }) => definition);
    const steered: Turn[] = [];
    let current: Params = params;
    /** How many calls of the last reply have a result. */
    let answered = 0;

    const prepared = (turn: number, messages: readonly Turn[]): Observable<readonly Turn[]> => {
      if (!prepareTurn) return of(messages);
      return defer(() => fromValue(prepareTurn({ turn, messages }))).pipe(
        last(null, undefined),
        map((changes) => {
          current = { ...current, ...changes };
          return changes?.messages ?? messages;
        }),
      );
    };

    const nextTurn = (turn: number, before: readonly Turn[], usage: TurnFinished['usage'] | undefined) =>
      defer(() => prepared(turn, [...before, ...steered.splice(0)])).pipe(
        switchMap((asked) => {
          const messages = [...asked, ...steered.splice(0)];
          const plan = (toolUse: ToolUseBlock) => planCall(tools, approve, toolUse, turn);
          const request = () => stream({ ...current, messages, tools: [...(current.tools ?? []), ...definitions] });
          return runTurn(request, plan, { turn, eager, concurrency }).pipe(
            map((event): ToolRunEvent<Event, Turn> => {
              if (event.type !== 'outcome') return event;
              answered = event.results.size;
              if (event.message.container)
                current = { ...current, container: sameContainer(current, event.message.container) };
              const message = event.message as MessageOf<Event>; // the accumulator keeps the source's own types
              return {
                type: 'turn_finished',
                turn,
                message,
                messages: appendTurn(messages, message, event.results),
                usage: addUsage(usage, message.usage),
              };
            }),
          );
        }),
        // A turn whose source is synchronous would otherwise run inside the one before.
        subscribeOn(queueScheduler),
      );

    const afterTurn = (finished: TurnFinished): Observable<ToolRunEvent<Event, Turn>> => {
      const { turn, message, messages, usage } = finished;
      const { stop_reason } = message;
      const goesOnAlone = goesOn(stop_reason) && (stop_reason !== 'tool_use' || answered > 0);
      const over =
        !goesOnAlone && !(steered.length > 0 && (stop_reason === 'end_turn' || stop_reason === 'stop_sequence'));
      if (over || stopWhen?.(finished)) {
        const all = [...messages, ...steered.splice(0)];
        return of<RunFinishedEvent<Event, Turn>>({ type: 'run_finished', message, messages: all, usage });
      }
      if (turn < maxTurns) return nextTurn(turn + 1, messages, usage);
      return throwError(() => new MaxTurnsError({ maxTurns, messages: [...messages, ...steered.splice(0)] }));
    };

    return nextTurn(1, params.messages, undefined).pipe(
      expand((event) => (event.type === 'turn_finished' ? afterTurn(event) : EMPTY)),
      // Never stops the run: subscribed first, left with it, and its errors are the run's.
      takeUntil(
        from(steer$ ?? EMPTY).pipe(
          tap((message) => steered.push(message)),
          ignoreElements(),
        ),
      ),
    );
  });
}

/** Code that calls tools goes on in the container in which it began. */
function sameContainer(
  { container }: BetaMessageCreateParams,
  { id }: Container,
): BetaMessageCreateParams['container'] {
  return typeof container === 'object' && container !== null ? { ...container, id } : id;
}
