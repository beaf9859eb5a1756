import { concatMap, defer, filter, map, type OperatorFunction, toArray } from 'rxjs';
import { blockAt, type MessageState } from '../accumulate/accumulate-message.ts';
import { isCompleteBlock } from '../accumulate/complete-block.ts';
import { isUnfinished } from '../accumulate/stop-reason.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/** An event of a reply and the state after it. */
export interface TurnStep<Event = BetaMessageStreamEvent> {
  readonly event: Event;
  readonly state: MessageState | undefined;
}

/**
 * Emits the calls of a reply that are to run, valid or not, in their order, each once: at the end of the reply, or with
 * `eager` as soon as the model has moved on. A call whose block never stops is not one of them.
 */
export function settledCalls(eager: boolean): OperatorFunction<TurnStep, ToolUseBlock> {
  return (source) =>
    defer(() => {
      const stopped = new Set<number>();
      let waiting = new Set<number>();
      const calls$ = source.pipe(
        filter(({ event }) => event.type !== 'content_block_delta'),
        map(({ event, state }): readonly ToolUseBlock[] => {
          if (!state) return [];
          if (event.type === 'message_start') {
            stopped.clear();
            waiting = new Set(state.message.content.keys());
          }
          const settled = settles(event, state, eager) ? [...waiting] : [];
          if (settled.length > 0) waiting.clear();
          // Some servers stop a block twice.
          if (event.type === 'content_block_stop' && !stopped.has(event.index)) {
            stopped.add(event.index);
            waiting.add(event.index);
          }
          return settled.flatMap((index) => callAt(index, state, stopped.has(index)));
        }),
        concatMap((calls) => calls),
      );
      return eager
        ? calls$
        : calls$.pipe(
            toArray(),
            concatMap((calls) => calls),
          );
    });
}

/** Whether the model has moved on, so that a call that has stopped is not cut. */
function settles({ type }: BetaMessageStreamEvent, { message }: MessageState, eager: boolean): boolean {
  // Where another model goes on, the call before may be cut, and the new model may call differently.
  if (type === 'content_block_start') return eager && !message.content.some(({ type }) => type === 'fallback');
  if (isUnfinished(message.stop_reason)) return false;
  return type === 'message_stop' || (type === 'message_delta' && message.stop_reason != null);
}

/** A call that came in `message_start` has no stop of its own. */
function callAt(index: number, state: MessageState, stopped: boolean): ToolUseBlock[] {
  const block = blockAt(state, index);
  return block?.type === 'tool_use' && (stopped || isCompleteBlock(state.message, block)) ? [block] : [];
}
