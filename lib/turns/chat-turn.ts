import { isRecord } from '../errors/is-record.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { randomId } from '../types/random-id.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { MessageOf } from '../types/message-of.ts';
import type { BetaMessageParam, MessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../types/message-stream-event.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import type { ToolOutput } from './tool-output.ts';

/**
 * The status of a turn. A turn of the user is `sent`, or `pending` while it is queued. A reply is `pending` before its
 * first event, then `streaming`, and finally one of the others.
 */
export type ChatTurnStatus = 'sent' | 'pending' | 'streaming' | 'done' | 'stopped' | 'refused' | 'error';

/** The outcome of a call so far. */
export interface CallOutcome {
  /**
   * `pending` until the tool starts; `waiting` for `approve`; then `running`. It ends as `done`, `failed`, `denied`, or
   * `stopped` with the reply.
   */
  readonly status: 'pending' | 'waiting' | 'running' | 'done' | 'failed' | 'denied' | 'stopped';
  /** The latest progress that the tool emitted. */
  readonly progress: ToolOutput;
  /** The result for the model. */
  readonly result: ToolResultBlockParam | undefined;
  /** The error of the tool, if it is `failed` or `denied`. */
  readonly error: unknown;
}

/** A call of one of your tools, with its outcome. */
export type ChatToolUse<Use extends ToolUseBlock = ToolUseBlock> = Use & CallOutcome;

/** One turn of a chat. It is immutable: a change creates a new object with the same `id`. */
export interface ChatTurn<
  Event extends BetaMessageStreamEvent = MessageStreamEvent,
  Turn extends BetaMessageParam = MessageParam,
  Use extends ToolUseBlock = ToolUseBlock,
> {
  /** The unique id: use it as the key in a list. */
  readonly id: string;
  readonly role: Turn['role'];
  /** The content that you sent; for a reply, the blocks of all its messages. */
  readonly content: NonNullable<Turn['content']>;
  /** The text of all text blocks. A blank line separates the messages of a reply that calls tools. */
  readonly text: string;
  /** The thinking of all thinking blocks, joined like `text`. */
  readonly thinking: string;
  /** The calls of your tools. */
  readonly toolUses: readonly ChatToolUse<Use>[];
  readonly status: ChatTurnStatus;
  /** The last message of the reply so far. */
  readonly message: MessageOf<Event> | undefined;
  /** The tokens of the reply so far. */
  readonly usage: MessageOf<Event>['usage'] | undefined;
  /** The error, if `status` is `error`. */
  readonly error: unknown;
  /** The messages that the turn adds to the next request. A running reply adds its finished messages. */
  readonly history: readonly Turn[];
}

/** A turn of any source, with any tools. */
export type AnyTurn = ChatTurn<BetaMessageStreamEvent, BetaMessageParam>;

const empty = {
  text: '',
  thinking: '',
  toolUses: [],
  message: undefined,
  usage: undefined,
  error: undefined,
} as const;

/** A turn of the user that waits to be sent. */
export function userTurn(content: AnyTurn['content'], id = randomId()): AnyTurn {
  const history = [{ role: 'user', content }] as BetaMessageParam[]; // a user turn takes every content
  return { ...empty, id, role: 'user', content, text: textOfContent(content), status: 'pending', history };
}

/** A turn of the system, from the beginning of a chat. */
export function systemTurn(message: BetaMessageParam): AnyTurn {
  const { role } = message;
  const content = contentOfMessage(message);
  return { ...empty, id: randomId(), role, content, text: textOfContent(content), status: 'sent', history: [message] };
}

/** A reply before its first event. */
export function replyTurn(): AnyTurn {
  return { ...empty, id: randomId(), role: 'assistant', content: [], status: 'pending', history: [] };
}

/** Whether a reply is still running. */
export function isRunning({ status, role }: AnyTurn): boolean {
  return role === 'assistant' && (status === 'pending' || status === 'streaming');
}

/** The blocks of a content. */
export function blocksOf(content: AnyTurn['content'] | undefined): Exclude<AnyTurn['content'], string>[number][] {
  return Array.isArray(content) ? content : [];
}

/** Whether a content is more than blank text. Throws `InvalidOptionsError` for anything that is not a content. */
export function hasContent(owner: string, content: unknown): boolean {
  if (!isContent(content)) throw wrongOption(owner, 'content', 'must be text or an array of content blocks');
  return typeof content === 'string' ? content.trim() !== '' : content.length > 0;
}

/** Whether a value is text or an array of blocks. */
export function isContent(value: unknown): value is AnyTurn['content'] {
  return typeof value === 'string' || (Array.isArray(value) && value.every(isBlock));
}

function isBlock(value: unknown): boolean {
  return isRecord(value) && typeof value['type'] === 'string';
}

/** The content of a message, which is absent in some system messages and `null` in some stored ones. */
export function contentOfMessage({ content }: BetaMessageParam): AnyTurn['content'] {
  return content ?? '';
}

export function textOfContent(content: AnyTurn['content']): string {
  if (typeof content === 'string') return content;
  return blocksOf(content)
    .map((block) => (block.type === 'text' ? block.text : ''))
    .join('');
}

export function thinkingOfContent(content: AnyTurn['content']): string {
  return blocksOf(content)
    .map((block) => (block.type === 'thinking' ? block.thinking : ''))
    .join('');
}

/** Joins the texts of two messages of a reply. */
export function joinTexts(before: string, text: string): string {
  return before === '' || text === '' ? before + text : `${before}\n\n${text}`;
}
