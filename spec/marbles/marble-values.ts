import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import { blockStart, blockStop, delta, json, text, textStart, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop, unknownEvent } from '../support/events.ts';

/**
 * The values that the tokens of a source stand for. Capitals are events, in the letters of the specs:
 * S message_start, B content_block_start, T(…) text, H(…) thinking, J(…) tool input, C(…) a citation,
 * E content_block_stop, D message_delta, X message_stop. Everything else is itself, as a string.
 */
export function valuesOf(tokens: readonly string[], legend: ReadonlyMap<string, unknown>): unknown[] {
  let index = -1;
  return tokens.map((token, i) => {
    if (legend.has(token)) return legend.get(token);
    const [, letter, content = ''] = /^([SBTHJCEDXU])(?:\((.*)\))?$/.exec(token) ?? [];
    if (letter === undefined) return token;
    if (letter === 'S') index = -1;
    if (letter === 'B') index++;
    const at = Math.max(index, 0);
    switch (letter) {
      case 'S':
        return messageStart();
      case 'B':
        return startOf(at, tokens[i + 1] ?? '');
      case 'T':
        return text(at, content);
      case 'H':
        return delta(at, { type: 'thinking_delta', thinking: content });
      case 'J':
        return json(at, content);
      case 'C':
        return delta(at, { type: 'citations_delta', citation: citationOf(content) });
      case 'E':
        return blockStop(at);
      case 'D':
        return messageDelta(tokens.slice(0, i).some((earlier) => earlier.startsWith('J')) ? 'tool_use' : 'end_turn');
      case 'X':
        return messageStop;
      default:
        return unknownEvent;
    }
  });
}

/** A block is of the kind of its first delta. */
function startOf(index: number, next: string): BetaMessageStreamEvent {
  if (next.startsWith('J')) return toolStart(index, 'tool');
  if (next.startsWith('H')) return blockStart(index, { type: 'thinking', thinking: '', signature: '' });
  return textStart(index);
}

const citationOf = (cited_text: string) =>
  ({
    type: 'char_location',
    cited_text,
    document_index: 0,
    document_title: null,
    start_char_index: 0,
    end_char_index: cited_text.length,
    file_id: null,
  }) as const;

/** The token of a value in a line, unless the operator has its own case. */
export function tokenOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isEvent(value)) return JSON.stringify(value).replaceAll('"', '');
  switch (value.type) {
    case 'message_start':
      return 'S';
    case 'content_block_start':
      return 'B';
    case 'content_block_delta':
      return deltaToken(value.delta);
    case 'content_block_stop':
      return 'E';
    case 'message_delta':
      return 'D';
    case 'message_stop':
      return 'X';
    case 'anthropic_rxjs_restart' as string:
      return 'R';
    default:
      return 'U';
  }
}

function deltaToken(delta: Extract<BetaMessageStreamEvent, { type: 'content_block_delta' }>['delta']): string {
  switch (delta.type) {
    case 'text_delta':
      return `T(${delta.text})`;
    case 'thinking_delta':
      return `H(${delta.thinking})`;
    case 'input_json_delta':
      return `J(${delta.partial_json})`;
    default:
      return delta.type;
  }
}

function isEvent(value: unknown): value is BetaMessageStreamEvent {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Writes values as `m1`, `m2`, …: the same number is the same object. */
export function numbered(letter: string): (value: unknown) => string {
  const seen: unknown[] = [];
  return (value) => {
    if (!seen.includes(value)) seen.push(value);
    return `${letter}${seen.indexOf(value) + 1}`;
  };
}

/** Writes a message as its text in quotes. */
export function quotedText(message: unknown): string {
  const { content } = message as BetaMessage; // only operators that emit messages are shown so
  return `"${content.map((block) => (block.type === 'text' ? block.text : `[${block.type}]`)).join('')}"`;
}
