import type { ObservableInput } from 'rxjs';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { UserMessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { Approve } from './plan-call.ts';
import type { RunnableTool, ToolUseOf } from './tool.ts';
import type { TurnFinishedEvent } from './tool-run-event.ts';

/** The options of `runTools`. */
export interface ToolRunOptions<
  Params extends BetaMessageCreateParams = BetaMessageCreateParams,
  Event extends BetaMessageStreamEvent = BetaMessageStreamEvent,
  AnyTool extends RunnableTool = RunnableTool,
> {
  /** Your tools, in addition to the tools of `params`, which the API runs. */
  readonly tools: readonly AnyTool[];
  /**
   * The maximum number of requests. If the model needs more, the run errors with `MaxTurnsError`. Default: no limit.
   */
  readonly maxTurns?: number | undefined;
  /** How many tools may run at a time. Default: all calls of a reply. */
  readonly concurrency?: number | undefined;
  /**
   * Starts a call while the reply still streams, as soon as the model has started its next block. If the reply fails
   * later, the effects of the call remain. Default `false`.
   */
  readonly eager?: boolean | undefined;
  /** Called before each call of a known tool with valid input. Default: every such call runs. */
  readonly approve?: Approve<ToolUseOf<AnyTool>> | undefined;
  /** Called after the tools of each turn that another turn would follow. `true` ends the run. */
  readonly stopWhen?: ((turn: TurnFinishedEvent<Event, Params['messages'][number]>) => boolean) | undefined;
  /** Called before each request, with the number of its turn from 1; the returned params apply to that turn and later ones. */
  readonly prepareTurn?: PrepareTurn<NoInfer<Params>> | undefined;
  /**
   * Adds each emitted user message to the conversation before the next turn. The run then continues even after a reply
   * that would end it.
   */
  readonly steer$?: ObservableInput<UserMessageParam> | undefined;
  /** Aborts the request and the running tools, and ends the run with `APIUserAbortError`. Unsubscribing reports no error. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns the params to change, which may include `messages`. The last value counts; without a value, no param changes.
 */
export type PrepareTurn<Params extends BetaMessageCreateParams> = (next: {
  readonly turn: number;
  readonly messages: readonly Params['messages'][number][];
}) => Partial<Params> | undefined | ObservableInput<Partial<Params> | undefined>;
