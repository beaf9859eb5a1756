import { last, map, type Observable, of } from 'rxjs';
import { isCut, isPaused, isRefused } from '../accumulate/stop-reason.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { MessageOf } from '../types/message-of.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { addUsage } from './add-usage.ts';
import { appendTurn } from './append-turn.ts';
import { fromValue } from './from-value.ts';
import type { TurnOutcome } from './run-turn.ts';
import type { RunnableTool } from './tool.ts';
import type { PrepareTurn } from './tool-run-options.ts';
import type { TurnFinishedEvent } from './tool-run-event.ts';

/** A message of the conversation that these params have. */
export type TurnOf<Params extends BetaMessageCreateParams> = Params['messages'][number];

/** What a turn starts from. */
export interface TurnStart<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent> {
  /** The number of the turn, from 1. */
  readonly number: number;
  /** With the changes of `prepareTurn` so far. */
  readonly params: Params;
  /** The conversation, in place of that of `params`. */
  readonly messages: readonly TurnOf<Params>[];
  /** Tokens of the turns before. */
  readonly usage: MessageOf<Event>['usage'] | undefined;
  /** The container of the reply before. */
  readonly container: string | undefined;
}

/** The end of a turn: its event, and the start of the turn that may follow. */
export interface TurnEnd<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent> {
  readonly type: 'turn_end';
  readonly finished: TurnFinishedEvent<Event, TurnOf<Params>>;
  /** Whether the API waits for another turn. */
  readonly goesOn: boolean;
  readonly next: TurnStart<Params, Event>;
}

export function firstTurn<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent>(
  params: Params,
): TurnStart<Params, Event> {
  return { number: 1, params, messages: params.messages, usage: undefined, container: undefined };
}

/** Emits the params of a turn, changed by `prepareTurn`, whose messages replace the conversation. */
export function preparedParams<Params extends BetaMessageCreateParams>(
  prepareTurn: PrepareTurn<Params> | undefined,
  { number, params, messages }: Pick<TurnStart<Params, never>, 'number' | 'params' | 'messages'>,
): Observable<Params> {
  const withMessages = (changes?: Partial<Params>): Params => ({
    ...params,
    ...changes,
    messages: changes?.messages ?? messages,
  });
  if (!prepareTurn) return of(withMessages());
  return fromValue(prepareTurn({ turn: number, messages })).pipe(last(null, undefined), map(withMessages));
}

/** The params of a turn's request. Its container is that of the reply before, unless `params` name one. */
export function requestOf<Params extends BetaMessageCreateParams>(
  { params, messages, container: id }: Pick<TurnStart<Params, never>, 'params' | 'messages' | 'container'>,
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

export function endOf<Params extends BetaMessageCreateParams, Event extends BetaMessageStreamEvent>(
  turn: TurnStart<Params, Event>,
  outcome: TurnOutcome,
): TurnEnd<Params, Event> {
  const message = outcome.message as MessageOf<Event>; // the accumulator keeps the source's own types
  // The API would also refuse the turns after a refused reply.
  const messages = isRefused(message.stop_reason) ? turn.messages : appendTurn(turn.messages, message, outcome.results);
  const usage = addUsage(turn.usage, message.usage);
  const { stop_reason, container } = message;
  // With `eager`, a call of a reply that started over may have a result, too.
  const hasResults = outcome.message.content.some(
    (block) => block.type === 'tool_use' && outcome.results.has(block.id),
  );
  return {
    type: 'turn_end',
    finished: { type: 'turn_finished', turn: turn.number, message, messages, usage },
    goesOn: !isCut(stop_reason) && (isPaused(stop_reason) || hasResults),
    next: { number: turn.number + 1, params: turn.params, messages, usage, container: container?.id ?? turn.container },
  };
}
