import { concatMap, defer, filter, map, type OperatorFunction, toArray } from 'rxjs';
import { blockAt, type MessageState } from '../accumulate/accumulate-message.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/** An event of a reply and what is known after it. */
export interface TurnStep<Event = BetaMessageStreamEvent> {
  readonly event: Event;
  readonly state: MessageState | undefined;
}

/** After these a run goes on, so that the calls of the reply are to be run. */
const goingOn = new Set<string | null | undefined>(['tool_use', 'pause_turn', 'compaction']);

/** Whether the API waits for more after such a stop. */
export function goesOn(stopReason: string | null | undefined): boolean {
  return goingOn.has(stopReason);
}

/**
 * Emits the calls of a reply that are to be run, valid or not, in their order: when the reply is complete and asks for
 * it, or with `eager` as soon as the model has moved on. A call whose block never stopped is none.
 */
export function settledCalls(eager: boolean): OperatorFunction<TurnStep, ToolUseBlock> {
  return (source) =>
    defer(() => {
      let closed: number[] = [];
      const calls$ = source.pipe(
        filter(({ event }) => event.type !== 'content_block_delta'),
        map(({ event, state }): readonly ToolUseBlock[] => {
          if (!state) return [];
          if (event.type === 'message_start') closed = state.message.content.map((_, index) => index);
          const settled = settles(event, state, eager) ? closed.splice(0) : [];
          if (event.type === 'content_block_stop') closed.push(event.index);
          return settled.map((index) => blockAt(state, index)).filter((block) => block?.type === 'tool_use');
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

function settles(event: BetaMessageStreamEvent, { message }: MessageState, eager: boolean): boolean {
  // Where another model goes on, the call before may be cut, and the new model may call differently.
  const early =
    eager && event.type === 'content_block_start' && !message.content.some(({ type }) => type === 'fallback');
  return early || (event.type !== 'content_block_stop' && goesOn(message.stop_reason));
}
