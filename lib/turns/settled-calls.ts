import { concatMap, defer, filter, map, type OperatorFunction, toArray } from 'rxjs';
import type { MessageState } from '../accumulate/accumulate-message.ts';
import { SettledCalls } from '../accumulate/settled-calls.ts';
import { isUnfinished } from '../accumulate/stop-reason.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/** An event of a reply and the state after it. */
export interface TurnStep<Event = BetaMessageStreamEvent> {
  readonly event: Event;
  readonly state: MessageState | undefined;
}

/**
 * Emits the calls to run, valid or not, in their order, each once: at the end of the reply, or with `eager` when the model
 * starts its next block.
 */
export function settledCalls(eager: boolean): OperatorFunction<TurnStep, ToolUseBlock> {
  return (source) =>
    defer(() => {
      const settled = new SettledCalls();
      let held: ToolUseBlock[] = [];
      let before: MessageState | undefined;
      let early = eager;
      const calls$ = source.pipe(
        filter(({ event }) => event.type !== 'content_block_delta'),
        map(({ event, state }): readonly ToolUseBlock[] => {
          if (!state) return [];
          if (event.type === 'message_start') held = [];
          // When another model continues, the last call may be truncated, and the new model may call differently.
          if (event.type === 'content_block_start' && event.content_block.type === 'fallback') early = false;
          held.push(...settled.add(before, state, event).map(({ call }) => call));
          before = state;
          const isOver = event.type === 'message_stop' || (event.type === 'message_delta' && state.stopping);
          const runs = isOver && !isUnfinished(state.message.stop_reason);
          return runs || (early && event.type === 'content_block_start') ? held.splice(0) : [];
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
