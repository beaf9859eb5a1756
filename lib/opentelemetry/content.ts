import type { Attributes, Span } from '@opentelemetry/api';
import { MessageBuilder } from '../accumulate/message-builder.ts';
import { isRecord } from '../errors/is-record.ts';
import { quietly } from '../errors/quietly.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { attempt } from './attempt.ts';

/** A part of a message in the form of the GenAI conventions, such as `{ type: 'text', content: 'Hello' }`. */
export interface MessagePart {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A turn in the form of the GenAI conventions. */
export interface RecordedMessage {
  readonly role: string;
  readonly parts: readonly MessagePart[];
}

/** The content of a call, without file data, encrypted fields and signatures. */
export interface RecordedContent {
  readonly systemInstructions?: readonly MessagePart[] | undefined;
  readonly inputMessages?: readonly RecordedMessage[] | undefined;
  /** The reply; if it is incomplete, the part that arrived. */
  readonly outputMessages?: readonly RecordedMessage[] | undefined;
  readonly toolDefinitions?: readonly MessagePart[] | undefined;
}

/**
 * Called with the content of each call when the call ends, whether its span is sampled or not. It returns the content
 * for the span, or `undefined` for none. If it throws or returns another value, `diag` reports that once, and the span
 * has no content.
 */
export type ContentHook = (content: RecordedContent, span: Span) => RecordedContent | undefined;

/** Collects the content of one call for its span. */
export class CallContent {
  readonly #params: object;
  readonly #hook: ContentHook;
  readonly #builder = new MessageBuilder();
  #reply: BetaMessage | undefined;

  constructor(params: object, hook: ContentHook) {
    this.#params = params;
    this.#hook = hook;
  }

  add(event: BetaMessageStreamEvent): void {
    attempt(this, 'reading a reply', () => this.#builder.add(event));
  }

  /** Sets the entire reply. */
  replace(reply: BetaMessage): void {
    this.#reply = reply;
  }

  /** The attributes that the hook decides on. A failure of the hook costs the content only. */
  attributes(span: Span): Attributes {
    return attempt(this.#hook, 'the content hook', () => this.#ask(span)) ?? {};
  }

  #ask(span: Span): Attributes {
    const reply = this.#reply ?? this.#builder.state?.message;
    const answer: unknown = this.#hook(contentOf(this.#params, reply), span); // any value from JavaScript
    if (answer === undefined) return {};
    if (!isRecord(answer)) throw new TypeError('it must return the content, or undefined for none');
    if ('then' in answer) {
      quietly(() => answer); // its rejection would end a Node process
      throw new TypeError('it must return the content itself, not a promise');
    }
    const attributes: Attributes = {};
    for (const [field, name] of names) {
      const value = answer[field];
      if (value === undefined) continue;
      if (!Array.isArray(value)) throw new TypeError(`${field}: must be an array`);
      attributes[`gen_ai.${name}`] = JSON.stringify(value);
    }
    return attributes;
  }
}

const names: readonly (readonly [keyof RecordedContent, string])[] = [
  ['systemInstructions', 'system_instructions'],
  ['inputMessages', 'input.messages'],
  ['outputMessages', 'output.messages'],
  ['toolDefinitions', 'tool.definitions'],
];

function contentOf(params: object, reply: BetaMessage | undefined): RecordedContent {
  const { system, messages, tools } = params as Readonly<Record<string, unknown>>; // may not be valid
  return {
    ...(system != null && { systemInstructions: partsOf(system).filter(({ type }) => type === 'text') }),
    ...(Array.isArray(messages) && { inputMessages: messages.map(turnOf) }),
    ...(reply && { outputMessages: [{ role: 'assistant', parts: partsOf(reply.content) }] }),
    ...(Array.isArray(tools) && { toolDefinitions: tools.map(toolOf) }),
  };
}

function turnOf(turn: unknown): RecordedMessage {
  const { role, content } = fields(turn);
  return { role: String(role), parts: partsOf(content) };
}

function partsOf(content: unknown): MessagePart[] {
  if (typeof content === 'string') return [{ type: 'text', content }];
  return Array.isArray(content) ? content.map((block) => partOf(fields(block))) : [];
}

function partOf(block: Readonly<Record<string, unknown>>): MessagePart {
  const { id, name, type } = block;
  switch (type) {
    case 'text':
      return { type, content: block['text'] };
    case 'thinking':
      return { type: 'reasoning', content: block['thinking'] };
    case 'tool_use':
      return { type: 'tool_call', id, name, arguments: block['input'] };
    case 'tool_result':
      return { type: 'tool_call_response', id: block['tool_use_id'], response: responseOf(block['content']) };
    case 'server_tool_use':
      return { type: 'server_tool_call', id, name, server_tool_call: { type: name } };
    case 'compaction':
      return { type, content: block['content'] };
    default:
      return { type: String(type) }; // files, encrypted blocks and newer blocks
  }
}

/** The content of a tool's result: text, or the parts of its blocks. */
export function responseOf(content: unknown): unknown {
  return typeof content === 'string' ? content : partsOf(content);
}

function toolOf(tool: unknown): MessagePart {
  const { name, type = 'function', description, input_schema: parameters } = fields(tool);
  return { type: type === 'custom' ? 'function' : String(type), name, description, parameters };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
