import { concatMap, defer, type OperatorFunction } from 'rxjs';
import { rawToolInput } from '../accumulate/raw-tool-input.ts';
import { type SettledCall, SettledCalls } from '../accumulate/settled-calls.ts';
import { ToolInputError } from '../errors/tool-input-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { accumulate } from './accumulate.ts';

/**
 * Emits each complete call of your tools once, with its input parsed, as soon as the call is certainly not truncated:
 * when the next block starts, or when the stop reason arrives. `max_tokens` and a refusal also stop the last block; the
 * operator never emits that call. A block without `content_block_stop` ends with the message, if its input is valid
 * JSON.
 *
 * ```text
 * source:  --S--B--J({"a)--J(":1})--E--D--X-----------|
 * toolUses()
 * result:  ----------------------------tool({a:1})----|
 * ```
 * Completes with the source. Errors with `ToolInputError` if the input of a complete call is not valid JSON. Adds
 * `partialMessage` to errors.
 *
 * @example Which tools the model calls
 * ```ts
 * import { type MessageStreamEvent, toolUses } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const calls = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(toolUses()).subscribe(({ name, input }) => console.log(name, input));
 * ```
 */
export function toolUses(): OperatorFunction<BetaMessageStreamEvent, ToolUseBlock> {
  return (source) =>
    defer(() => {
      const calls = new SettledCalls();
      return source.pipe(
        accumulate((state, event, before) => (state ? calls.add(before, state, event).map(parsedCall) : none)),
        concatMap((settled) => settled),
      );
    });
}

const none: readonly never[] = [];

function parsedCall({ index, call }: SettledCall): ToolUseBlock {
  const raw = rawToolInput(call);
  if (!raw || raw.complete) return call;
  throw new ToolInputError({ index, id: call.id, toolName: call.name, json: raw.json });
}
