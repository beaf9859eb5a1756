import {
  concatWith,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  type Observable,
  of,
  type OperatorFunction,
  throwError,
} from 'rxjs';
import { textOfEvent, textOfMessage } from '../accumulate/text-of.ts';
import type { MessageState } from '../accumulate/accumulate-message.ts';
import { rawToolInput } from '../accumulate/raw-tool-input.ts';
import { isRefused, isUnfinished } from '../accumulate/stop-reason.ts';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import { IncompleteOutputError } from '../errors/incomplete-output-error.ts';
import { RefusalError } from '../errors/refusal-error.ts';
import type { BetaContentBlock, ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from '../operators/accumulate.ts';

/** Name of the tool of `outputTool`, which distinguishes its calls from others. */
export const outputToolName = 'give_output';

/** A piece of structured output. */
export interface OutputStep {
  /** Whether another output begins here, and the earlier text was not output. */
  readonly start: boolean;
  /** The next part of its JSON. */
  readonly fragment: string;
}

/**
 * Emits the JSON of the output piece by piece: the text of the reply, or the input of its call of the output tool. Errors
 * with `RefusalError` or `IncompleteOutputError` at the end when the last reply has no complete output.
 */
export function outputSteps(): OperatorFunction<BetaMessageStreamEvent, OutputStep> {
  return (source) =>
    defer(() => {
      const output = new GrowingOutput();
      let message: BetaMessage | undefined;
      return source.pipe(
        accumulate((state, event, before) => {
          message = state?.message;
          return state && state !== before ? output.stepOf(state, event) : undefined;
        }),
        filter((step) => step !== undefined),
        // Another reply follows one that only pauses.
        concatWith(defer(() => (message ? requireOutput(message).pipe(ignoreElements()) : EMPTY))),
      );
    });
}

/** Finds the output in the events of a reply: its text, until a call of the output tool starts. */
class GrowingOutput {
  /** The index of the latest output call. */
  #call: number | undefined;
  /** Whether the latest call started with its input, which fragments replace. */
  #begunWhole = false;

  stepOf({ message }: MessageState, event: BetaMessageStreamEvent): OutputStep | undefined {
    switch (event.type) {
      case 'message_start': {
        const place = message.content.map(isOutputCall).lastIndexOf(true);
        this.#call = place < 0 ? undefined : place;
        return { start: true, fragment: outputOf(message) };
      }
      case 'content_block_start': {
        const { index, content_block: block } = event;
        if (!isOutputCall(block)) break;
        this.#call = index;
        const fragment = inputOfStart(block);
        this.#begunWhole = fragment !== '';
        return { start: true, fragment };
      }
      case 'content_block_delta': {
        if (event.delta.type !== 'input_json_delta') break;
        if (event.index !== this.#call) return undefined;
        const start = this.#begunWhole;
        this.#begunWhole = false;
        return { start, fragment: event.delta.partial_json };
      }
    }
    const text = textOfEvent(event);
    return text === '' || this.#call !== undefined ? undefined : { start: false, fragment: text };
  }
}

/** Emits a complete reply, or the error for its missing output, with the reply as `partialMessage`. */
export function requireOutput(message: BetaMessage): Observable<BetaMessage> {
  const error = lackOf(message);
  attachPartialMessage(error, message);
  return error ? throwError(() => error) : of(message);
}

function lackOf(message: BetaMessage): RefusalError | IncompleteOutputError | undefined {
  const { stop_reason, stop_details } = message;
  if (isRefused(stop_reason)) return new RefusalError(stop_details);
  if (stop_reason == null || !isUnfinished(stop_reason)) return undefined;
  return new IncompleteOutputError({ stopReason: stop_reason, text: outputOf(message) });
}

/** The JSON of a reply's output so far. */
export function outputOf(message: BetaMessage): string {
  const call = outputCallOf(message);
  if (!call) return textOfMessage(message);
  const { json = '', complete = false } = rawToolInput(call) ?? {};
  return json === '' && complete ? '{}' : json;
}

function outputCallOf({ content }: BetaMessage): ToolUseBlock | undefined {
  // If there are several calls, the last one counts.
  for (let index = content.length - 1; index >= 0; index--) {
    const block = content[index];
    if (block && isOutputCall(block)) return block;
  }
  return undefined;
}

function isOutputCall(block: BetaContentBlock): block is ToolUseBlock {
  return block.type === 'tool_use' && block.name === outputToolName;
}

/** A call that streams starts with an empty input. */
function inputOfStart({ input }: ToolUseBlock): string {
  return typeof input === 'object' && input !== null && Object.keys(input).length > 0 ? JSON.stringify(input) : '';
}
