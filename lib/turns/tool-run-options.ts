import type { ObservableInput } from 'rxjs';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { UserMessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { Approve } from './plan-call.ts';
import type { RunnableTool, ToolUseOf } from './tool.ts';
import type { TurnFinishedEvent } from './tool-run-event.ts';

/** How `runTools` works. */
export interface ToolRunOptions<
  Params extends BetaMessageCreateParams = BetaMessageCreateParams,
  Event extends BetaMessageStreamEvent = BetaMessageStreamEvent,
  AnyTool extends RunnableTool = RunnableTool,
> {
  /** The tools to run here, besides those of `params`, which the API runs. */
  readonly tools: readonly AnyTool[];
  /** How many requests there may be; the run fails with `MaxTurnsError` when the model wants more. Default: no limit. */
  readonly maxTurns?: number | undefined;
  /** How many tools may be at work at a time. Default: all calls of a reply. */
  readonly concurrency?: number | undefined;
  /**
   * Starts a call while the reply still streams, once the model has moved on to its next block. What it does is done, even
   * when the reply fails afterwards. Default `false`.
   */
  readonly eager?: boolean | undefined;
  /** Called before each call of a known tool with valid input. Default: every such call runs. */
  readonly approve?: Approve<ToolUseOf<AnyTool>> | undefined;
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
