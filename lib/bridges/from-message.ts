import { defer, from, type Observable } from 'rxjs';
import { isCompleteBlock } from '../accumulate/complete-block.ts';
import { inputJSON } from '../accumulate/input-json.ts';
import { aMessage, checkOptions, required } from '../errors/check-options.ts';
import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaContentBlockDelta } from '../types/content-block-delta.ts';
import type { BetaMessage, Message } from '../types/message.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';

/**
 * Emits the events that would stream this message, with each block as one delta, and completes. An incomplete call of
 * an interrupted message gets no `content_block_stop`, so it does not run. Emits synchronously on subscribe. Errors
 * with `MalformedStreamError` if JSON cannot represent the input of a call.
 *
 * @example A cached reply where a stream is expected
 * ```ts
 * import { fromMessage, type Message, textDeltas } from 'anthropic-rxjs';
 *
 * const replay = (message: Message) => fromMessage(message).pipe(textDeltas());
 * ```
 */
export function fromMessage(message: Message): Observable<MessageStreamEvent>;
export function fromMessage(message: BetaMessage): Observable<BetaMessageStreamEvent>;
export function fromMessage(message: BetaMessage): Observable<BetaMessageStreamEvent> {
  checkOptions('fromMessage', { message }, { message: required(aMessage) });
  return defer(() => from(eventsOf(message)));
}

function eventsOf(message: BetaMessage): BetaMessageStreamEvent[] {
  const { stop_reason, stop_sequence, usage } = message;
  return [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null, stop_sequence: null } },
    ...message.content.flatMap((block, index) => blockEvents(block, index, isCompleteBlock(message, block))),
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage },
    { type: 'message_stop' },
  ];
}

function blockEvents(block: BetaContentBlock, index: number, complete: boolean): BetaMessageStreamEvent[] {
  const { start, deltas } = takeApart(block);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta }) as const),
    ...(complete ? [{ type: 'content_block_stop', index } as const] : []),
  ];
}

/** The part of a block that streams in deltas; `content_block_start` contains any other block completely. */
function takeApart(block: BetaContentBlock): { start: BetaContentBlock; deltas: BetaContentBlockDelta[] } {
  switch (block.type) {
    case 'text': {
      const citations = (block.citations ?? []).map((citation) => ({ type: 'citations_delta', citation }) as const);
      const start = citations.length > 0 ? { ...block, text: '', citations: [] } : { ...block, text: '' };
      return { start, deltas: block.text ? [...citations, { type: 'text_delta', text: block.text }] : citations };
    }
    case 'thinking': {
      const { thinking, signature } = block;
      const deltas: BetaContentBlockDelta[] = thinking ? [{ type: 'thinking_delta', thinking }] : [];
      if (!signature) return { start: { ...block, thinking: '' }, deltas };
      return {
        start: { ...block, thinking: '', signature: '' },
        deltas: [...deltas, { type: 'signature_delta', signature }],
      };
    }
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use': {
      if (typeof block.input !== 'object' || block.input === null) return { start: block, deltas: [] };
      const partial_json = inputJSON(block.input);
      return { start: { ...block, input: {} }, deltas: [{ type: 'input_json_delta', partial_json }] };
    }
    default:
      return { start: block, deltas: [] };
  }
}
