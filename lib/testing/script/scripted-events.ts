import type { MessageCreateParams } from '../../types/message-create-params.ts';
import type { MessageStreamEvent } from '../../types/message-stream-event.ts';
import { type BlockSpec, messageEvents } from '../message-events.ts';
import { scriptedContent } from './scripted-content.ts';
import type { WireEvent } from '../sse-body.ts';
import { inputTokens } from '../token-count.ts';
import { tokenPieces } from '../token-pieces.ts';

/** The script's answer as the API would stream it: one token per delta, within `max_tokens` and `stop_sequences`. */
export function scriptedEvents(
  params: MessageCreateParams,
  wireId: (prefix: string, index: number) => string,
): WireEvent[] {
  const { content, stop_sequence } = untilStopSequence(scriptedContent(params), params.stop_sequences ?? []);
  const events = messageEvents({
    content: content.map((block, i) => withId(block, () => wireId('toolu', i))),
    id: wireId('msg', 0),
    model: params.model,
    chunk: tokenPieces,
    usage: {
      input_tokens: inputTokens(params),
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      service_tier: 'standard',
    },
    ...(stop_sequence !== undefined && { stop_reason: 'stop_sequence', stop_sequence }),
  });
  return withPing(withinTokens(events, params.max_tokens));
}

function withId(block: BlockSpec, nextId: () => string): BlockSpec {
  return typeof block === 'object' && 'tool_use' in block ? { tool_use: { id: nextId(), ...block.tool_use } } : block;
}

function untilStopSequence(
  content: readonly BlockSpec[],
  stopSequences: readonly string[],
): { content: readonly BlockSpec[]; stop_sequence?: string } {
  for (const [i, block] of content.entries()) {
    if (typeof block !== 'string') continue;
    const [first] = stopSequences
      .map((sequence) => ({ sequence, at: block.indexOf(sequence) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at);
    if (first) return { content: [...content.slice(0, i), block.slice(0, first.at)], stop_sequence: first.sequence };
  }
  return { content };
}

/** Adds the tokens to the usage, and ends the message when `max_tokens` is reached. */
function withinTokens(events: readonly MessageStreamEvent[], maxTokens: number): MessageStreamEvent[] {
  const kept: MessageStreamEvent[] = [];
  const tokens = { all: 0, thinking: 0, block: 0 };
  let cut = false;
  for (const event of events) {
    if (event.type === 'message_delta') break;
    if (event.type === 'content_block_start') tokens.block = 0;
    if (event.type === 'content_block_delta' && isToken(event.delta)) {
      cut = tokens.all === maxTokens;
      if (cut) break;
      tokens.all += 1;
      tokens.block += 1;
      if (event.delta.type === 'thinking_delta') tokens.thinking += 1;
    }
    kept.push(event);
  }
  if (cut) closeCutBlock(kept, tokens.block > 0);
  return [...kept, ...events.slice(-2).map((event) => withUsage(event, cut, tokens))];
}

function isToken(delta: { type: string; text?: string; thinking?: string; partial_json?: string }): boolean {
  return Boolean(delta.text ?? delta.thinking ?? delta.partial_json);
}

/** A truncated tool call gets no stop; a block without content has not started. */
function closeCutBlock(kept: MessageStreamEvent[], begun: boolean): void {
  for (let i = kept.length - 1; i >= 0; i -= 1) {
    const event = kept[i];
    if (event?.type !== 'content_block_start') continue;
    if (!begun) kept.length = i;
    else if (event.content_block.type !== 'tool_use') kept.push({ type: 'content_block_stop', index: event.index });
    return;
  }
}

function withUsage(
  event: MessageStreamEvent,
  cut: boolean,
  { all, thinking }: { all: number; thinking: number },
): MessageStreamEvent {
  if (event.type !== 'message_delta') return event;
  return {
    ...event,
    delta: cut ? { stop_reason: 'max_tokens', stop_sequence: null } : event.delta,
    usage: {
      ...event.usage,
      output_tokens: all,
      ...(thinking > 0 && { output_tokens_details: { thinking_tokens: thinking } }),
    },
  };
}

function withPing(events: readonly WireEvent[]): WireEvent[] {
  const begin = events.findIndex(({ type }) => type === 'content_block_start') + 1;
  return [...events.slice(0, begin || 1), { type: 'ping' }, ...events.slice(begin || 1)];
}
