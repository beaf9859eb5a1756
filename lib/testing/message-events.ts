import type { ContentBlock } from '../types/content-block.ts';
import type { ContentBlockDelta } from '../types/content-block-delta.ts';
import type { MessageStreamEvent } from '../types/message-stream-event.ts';
import type { Model } from '../types/model.ts';
import type { StopReason } from '../types/stop-reason.ts';
import type { TextCitation } from '../types/text-citation.ts';
import type { MessageDeltaUsage, Usage } from '../types/usage.ts';

/**
 * One block of a built message:
 * - a string, or `{ text, citations? }`: a text block, its citations before its text;
 * - `{ thinking, signature? }`: a thinking block, closed by its signature;
 * - `{ tool_use: { name, input } }`: a tool call; `fragments` sets the raw JSON pieces instead of splitting `input`;
 * - a block of the API (with a `type`): sent completely in its `content_block_start`, without deltas.
 */
export type BlockSpec =
  | string
  | { readonly text: string; readonly citations?: readonly TextCitation[] | undefined }
  | { readonly thinking: string; readonly signature?: string | undefined }
  | { readonly tool_use: ToolUseSpec }
  | ContentBlock;

/** A tool call of a built message. */
export interface ToolUseSpec {
  readonly name: string;
  /** The input of the call; default `{}`. */
  readonly input?: unknown;
  /** The id of the call. Default `toolu_01`, `toolu_02`, … in order. */
  readonly id?: string | undefined;
  /** The `partial_json` of each delta, for JSON that is split in a special place, broken or empty. */
  readonly fragments?: readonly string[] | undefined;
}

/** The message of a stream. Every field but the content has a default. */
export interface MessageSpec {
  /** One block, or a list of blocks. */
  readonly content: BlockSpec | readonly BlockSpec[];
  /** The stop reason. Default `tool_use` if the last block is a tool call, else `end_turn`. */
  readonly stop_reason?: StopReason | null | undefined;
  readonly stop_sequence?: string | null | undefined;
  /** Token counts; default 10 in, one out per delta. `output_tokens` is the count at the end. */
  readonly usage?: Partial<Usage> | undefined;
  /** The id of the message. Default `msg_01`. */
  readonly id?: string | undefined;
  /** The model of the message. Default `claude-sonnet-5`. */
  readonly model?: Model | undefined;
  /** How text, thinking and tool input are split into deltas: characters per delta, or a function; default one word. */
  readonly chunk?: number | ((text: string) => readonly string[]) | undefined;
}

/**
 * The events of one complete message, from `message_start` to `message_stop`, in the API's order.
 *
 * @example A text, and a tool call after thinking
 * ```ts
 * import { messageEvents } from 'anthropic-rxjs/testing';
 *
 * const hello = messageEvents('Hello there');
 * const call = messageEvents({
 *   content: [{ thinking: 'I need the weather.' }, { tool_use: { name: 'get_weather', input: { location: 'Paris' } } }],
 * });
 * ```
 */
export function messageEvents(message: string | MessageSpec): MessageStreamEvent[] {
  const spec: MessageSpec = typeof message === 'string' ? { content: message } : message;
  const blocks = isList(spec.content) ? spec.content : [spec.content];
  const cut = cutter(spec.chunk);
  let toolUses = 0;
  const content = blocks.flatMap((block, index) => blockEvents(block, index, cut, () => `toolu_0${(toolUses += 1)}`));
  const deltas = content.filter((event) => event.type === 'content_block_delta').length;
  const usage: Usage = { input_tokens: 10, output_tokens: deltas, ...spec.usage };
  return [
    {
      type: 'message_start',
      message: {
        id: spec.id ?? 'msg_01',
        type: 'message',
        role: 'assistant',
        model: spec.model ?? 'claude-sonnet-5',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { ...usage, output_tokens: Math.min(1, usage.output_tokens) },
      },
    },
    ...content,
    {
      type: 'message_delta',
      delta: {
        stop_reason: spec.stop_reason === undefined ? stopReason(blocks.at(-1)) : spec.stop_reason,
        stop_sequence: spec.stop_sequence ?? null,
      },
      usage: deltaUsage(usage),
    },
    { type: 'message_stop' },
  ];
}

function blockEvents(
  block: BlockSpec,
  index: number,
  cut: (text: string) => readonly string[],
  nextId: () => string,
): MessageStreamEvent[] {
  const { start, deltas } = blockParts(typeof block === 'string' ? { text: block } : block, cut, nextId);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta): MessageStreamEvent => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function blockParts(
  block: Exclude<BlockSpec, string>,
  cut: (text: string) => readonly string[],
  nextId: () => string,
): { start: ContentBlock; deltas: ContentBlockDelta[] } {
  if ('type' in block) return { start: block, deltas: [] };
  if ('text' in block) {
    const citations = block.citations ?? [];
    return {
      start: { type: 'text', text: '', ...(block.citations && { citations: [] }) },
      deltas: [
        ...citations.map((citation): ContentBlockDelta => ({ type: 'citations_delta', citation })),
        ...cut(block.text).map((text): ContentBlockDelta => ({ type: 'text_delta', text })),
      ],
    };
  }
  if ('thinking' in block) {
    return {
      start: { type: 'thinking', thinking: '', signature: '' },
      deltas: [
        ...cut(block.thinking).map((thinking): ContentBlockDelta => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block.signature ?? 'c2lnbmF0dXJl' },
      ],
    };
  }
  const { name, input = {}, id = nextId(), fragments } = block.tool_use;
  // The API's first fragment is always empty.
  const pieces = fragments ?? ['', ...cut(JSON.stringify(input))];
  return {
    start: { type: 'tool_use', id, name, input: {} },
    deltas: pieces.map((partial_json): ContentBlockDelta => ({ type: 'input_json_delta', partial_json })),
  };
}

function cutter(chunk: MessageSpec['chunk']): (text: string) => readonly string[] {
  if (typeof chunk === 'function') return chunk;
  if (chunk === undefined) return (text) => text.match(/\s*\S+(\s+$)?|\s+/g) ?? [];
  return (text) => {
    // Code points: the API never splits one.
    const characters = Array.from(text);
    const size = Math.max(1, chunk);
    const pieces: string[] = [];
    for (let i = 0; i < characters.length; i += size) pieces.push(characters.slice(i, i + size).join(''));
    return pieces;
  };
}

function stopReason(last: BlockSpec | undefined): StopReason {
  const isToolUse = typeof last === 'object' && ('tool_use' in last || ('type' in last && last.type === 'tool_use'));
  return isToolUse ? 'tool_use' : 'end_turn';
}

/** The counts that `message_delta` repeats; only `message_start` reports the others. */
function deltaUsage(usage: Usage): MessageDeltaUsage {
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } = usage;
  const { output_tokens_details, server_tool_use } = usage;
  return {
    input_tokens,
    ...(cache_creation_input_tokens !== undefined && { cache_creation_input_tokens }),
    ...(cache_read_input_tokens !== undefined && { cache_read_input_tokens }),
    output_tokens,
    ...(output_tokens_details !== undefined && { output_tokens_details }),
    ...(server_tool_use !== undefined && { server_tool_use }),
  };
}

function isList(content: MessageSpec['content']): content is readonly BlockSpec[] {
  return Array.isArray(content);
}
