import { anything, checkFields, checkOptions, type OptionRule } from '../errors/check-options.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { ChatApprove } from './ask-approval.ts';
import { checkRun, checkSource } from './check-run.ts';
import type { RunnableTool, ToolUseOf } from './tool.ts';
import type { ToolRunOptions } from './tool-run-options.ts';

/** The options of `chat`. Those of `runTools` apply only with `tools`. */
export interface ChatOptions<
  Params extends BetaMessageCreateParams = BetaMessageCreateParams,
  Event extends BetaMessageStreamEvent = BetaMessageStreamEvent,
  AnyTool extends RunnableTool = RunnableTool,
> extends Pick<
  ToolRunOptions<Params, Event, AnyTool>,
  'maxTurns' | 'concurrency' | 'eager' | 'stopWhen' | 'prepareTurn'
> {
  /**
   * Your tools, whose calls the chat runs like `runTools`. With `[]`, it only continues replies that the API has
   * paused.
   */
  readonly tools?: readonly AnyTool[] | undefined;
  /**
   * Called before each call of a known tool with valid input. If it returns `'ask'`, or is `'ask'`, the call waits for
   * `approve` of the chat. Default: every such call runs.
   */
  readonly approve?: ChatApprove<ToolUseOf<AnyTool>> | undefined;
}

const onlyWithTools: OptionRule = { allows: () => false, expected: 'tools as well, or omit this option' };

/** The same rule for every option of `runTools` that a chat has. */
const rulesOf = (rule: OptionRule) => ({
  approve: rule,
  maxTurns: rule,
  concurrency: rule,
  eager: rule,
  stopWhen: rule,
  prepareTurn: rule,
});

/** Throws `InvalidOptionsError` for options that make a chat impossible. */
export function checkChat(source: unknown, params: unknown, options: ChatOptions): void {
  if (typeof params !== 'object' || params === null) {
    const message = 'must be an object such as { model, max_tokens }';
    throw wrongOption('chat', 'params', message);
  }
  checkOptions('chat', options, { tools: anything, ...rulesOf(anything) });
  const { tools, approve } = options;
  if (tools === undefined) {
    checkSource('chat', source);
    checkFields('chat', options, rulesOf(onlyWithTools));
  } else {
    const isAsk = approve === 'ask';
    checkRun('chat', source, params as BetaMessageCreateParams, {
      // `checkRun` reads its tools only
      ...options,
      tools,
      ...(isAsk && { approve: undefined }),
    });
  }
}
