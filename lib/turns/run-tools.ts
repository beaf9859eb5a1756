import {
  concat,
  defer,
  EMPTY,
  expand,
  filter,
  from,
  ignoreElements,
  map,
  type Observable,
  of,
  queueScheduler,
  subscribeOn,
  switchMap,
  takeUntil,
  tap,
} from 'rxjs';
import { isCut } from '../accumulate/stop-reason.ts';
import { aBoolean, kindOf } from '../errors/check-options.ts';
import { isRecord } from '../errors/is-record.ts';
import { requireAnswer } from '../errors/require-answer.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { abortWith } from '../errors/abort-with.ts';
import { MaxTurnsError } from '../errors/max-turns-error.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { MessageCreateParams } from '../types/message-create-params.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import { appendUserTurns } from './append-turn.ts';
import { availableTools } from './available-tools.ts';
import { checkRun, checkTurns } from './check-run.ts';
import { type MessageSource, streamFrom } from './message-source.ts';
import { type Approve, planCall } from './plan-call.ts';
import { runTurn } from './run-turn.ts';
import type { RunnableTool, ToolUseOf } from './tool.ts';
import type { ToolRunEvent } from './tool-run-event.ts';
import type { ToolRunOptions } from './tool-run-options.ts';
import {
  endOf,
  firstTurn,
  preparedParams,
  requestOf,
  type TurnEnd,
  type TurnOf,
  type TurnStart,
} from './turn-start.ts';

/**
 * Emits the events of a run in which a model calls your tools, turn after turn, and at the end `run_finished`. A turn
 * is one request and the tools that its reply calls. Tools run in parallel. The run sends all results of a reply
 * together, in the order of the calls.
 *
 * `source` is `client.messages` or `client.beta.messages`, which also types `params` and events. To set options per
 * request, or to use another source of events, pass a function such as
 * `(params) => client.messages.stream(params, options)`; for the beta API, write its type:
 * `(params: BetaMessageCreateParams) => …`.
 *
 * ```text
 * request 1:  --m--m--m|                request 2: --m--m|
 * tools:               s----f--t|
 * result:     --m--m--ms----f--tT-------------------m--mT(R|)
 * ```
 * m `message_event`, s `tool_started`, f `tool_finished`, t `tool_failed`, T `turn_finished`, R `run_finished`.
 *
 * A complete call runs whatever the `stop_reason`, except after `max_tokens`, `refusal`, `pause_turn` and
 * `model_context_window_exceeded`. If a tool throws, the model receives the error. A system message with `tool_removal`
 * makes its tool unknown. All requests use the container of the reply before, unless `params` name one.
 *
 * Throws `InvalidOptionsError` for wrong options. Errors: those of `source` and of your callbacks; `MaxTurnsError`;
 * `InvalidParamsError`; `APIUserAbortError` when `signal` aborts. Unsubscribing aborts the request and the `signal` of
 * every running tool. Cold: each subscription is a separate run.
 *
 * @example Answer a question with a tool
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
export function runTools<
  Params extends BetaMessageCreateParams = MessageCreateParams,
  Event extends BetaMessageStreamEvent = MessageStreamEvent,
  AnyTool extends RunnableTool = RunnableTool,
>(
  source: MessageSource<Params, Event>,
  params: NoInfer<Params>,
  options: ToolRunOptions<Params, Event, AnyTool>,
): Observable<ToolRunEvent<Event, TurnOf<Params>, ToolUseOf<AnyTool>>> {
  checkRun('runTools', source, params, options);
  const { tools, maxTurns = Infinity, prepareTurn, stopWhen, steer$ = EMPTY, signal } = options;

  return defer(() => {
    checkTurns(params);
    const steered: TurnOf<Params>[] = [];
    // Never stops the run: it is subscribed first and unsubscribed with it, and its errors are the run's.
    const steering$ = from(steer$).pipe(
      tap((message) => steered.push(requireMessage(message))),
      ignoreElements(),
    );
    const withSteered = (turns: readonly TurnOf<Params>[]) => appendUserTurns(turns, steered.splice(0));
    const definitions = tools.map(({ definition }) => definition);

    const runFrom = (start: TurnStart<Params, Event>): Observable<Step<Params, Event>> =>
      defer(() => preparedParams(prepareTurn, { ...start, messages: withSteered(start.messages) })).pipe(
        switchMap((prepared) => {
          checkTurns(prepared);
          const turn = { ...start, params: prepared, messages: withSteered(prepared.messages) };
          return turnOf(turn, source, definitions, options);
        }),
        // A turn with a synchronous source would otherwise run inside the previous one.
        subscribeOn(queueScheduler),
      );

    const afterTurn = ({ finished, goesOn, next }: TurnEnd<Params, Event>): Observable<Step<Params, Event>> => {
      const { message, messages, usage } = finished;
      const over = !goesOn && (steered.length === 0 || isCut(message.stop_reason));
      if (over || (stopWhen && requireAnswer('runTools', 'stopWhen', stopWhen(finished), aBoolean))) {
        return of({ type: 'run_finished', message, messages: withSteered(messages), usage });
      }
      if (finished.turn >= maxTurns) throw new MaxTurnsError({ maxTurns, messages: [...withSteered(messages)] });
      return runFrom(next);
    };

    const steps$ = runFrom(firstTurn(params)).pipe(
      // What follows a turn depends on what the consumer does with its last event, so the event is emitted first.
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
    // Calls of these tools have these names; see `ToolFailedEvent` for the others.
    return steps$ as Observable<ToolRunEvent<Event, TurnOf<Params>, ToolUseOf<AnyTool>>>;
  });
}

/** JavaScript may emit anything. */
function requireMessage<Turn>(message: Turn): Turn {
  if (isRecord(message) && typeof message['role'] === 'string') return message;
  const problem = `emitted ${isRecord(message) ? 'an object without a role' : kindOf(message)}`;
  throw wrongOption('runTools', 'steer$', `${problem}; emit messages such as { role: 'user', content: 'Stop' }`);
}

type Step<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent> =
  ToolRunEvent<Event, TurnOf<Params>> | TurnEnd<Params, Event>;

/** Emits the events of one turn, then its end. */
function turnOf<
  Params extends BetaMessageCreateParams,
  Event extends BetaMessageStreamEvent,
  AnyTool extends RunnableTool,
>(
  turn: TurnStart<Params, Event>,
  source: MessageSource<Params, Event>,
  definitions: readonly RunnableTool['definition'][],
  options: ToolRunOptions<Params, Event, AnyTool>,
): Observable<Step<Params, Event>> {
  const { eager = false, concurrency = Infinity } = options;
  // Called for valid calls of these tools only.
  const approve = options.approve as Approve | undefined;
  const tools = availableTools(options.tools, turn.messages);
  const plan = (toolUse: ToolUseBlock) => planCall(tools, approve, toolUse, turn.number);
  const request = () => streamFrom(source, requestOf(turn, definitions));
  return runTurn(request, plan, { turn: turn.number, eager, concurrency }).pipe(
    map((event) => (event.type === 'outcome' ? endOf<Params, Event>(turn, event) : event)),
  );
}
