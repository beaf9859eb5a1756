import { isContent } from './chat-turn.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { restoreError, storeError, type StoredError } from '../errors/stored-error.ts';
import { parseJSON } from '../types/parse-json.ts';
import type { ChatModel } from './chat-model.ts';
import type { ReplyStart } from './chat-reply.ts';
import type { AnyTurn, ChatToolUse } from './chat-turn.ts';
import { isRecord } from '../errors/is-record.ts';

type SavedCall = Omit<ChatToolUse, 'error' | 'progress'> & { readonly error?: StoredError | undefined };

/** A turn as JSON. */
type SavedTurn = Omit<AnyTurn, 'error' | 'toolUses'> & {
  readonly error?: StoredError | undefined;
  readonly toolUses: readonly SavedCall[];
};

/** A chat as plain data, for `restore`. */
export interface SavedChat {
  readonly version: 1;
  /** All turns; a reply that was running is `stopped`. */
  readonly turns: readonly SavedTurn[];
  readonly queued: readonly SavedTurn[];
  /** Where the last reply continues, if it was running. */
  readonly running?: { readonly base: SavedTurn; readonly steps: number } | undefined;
}

/** A chat read from its saved form. */
export interface RestoredChat extends Omit<ChatModel, 'running'> {
  readonly running: ReplyStart | undefined;
}

export function saveChat(turns: readonly AnyTurn[], queued: readonly AnyTurn[], running?: ReplyStart): SavedChat {
  return {
    version: 1,
    turns: turns.map(saveTurn),
    queued: queued.map(saveTurn),
    running: running && { base: saveTurn(running.base), steps: running.steps },
  };
}

/** Throws `InvalidOptionsError` for anything that `toJSON` did not return. */
export function readChat(saved: SavedChat | string): RestoredChat {
  const chat = typeof saved === 'string' ? parseJSON(saved) : saved;
  if (!isSaved(chat)) {
    throw wrongOption('restore', '', 'must be the value that toJSON() of a chat returned, or its JSON');
  }
  const { turns, queued, running } = chat;
  return {
    turns: turns.map(readTurn),
    queued: queued.map(readTurn),
    running: running && { base: readTurn(running.base), steps: running.steps },
  };
}

function saveTurn(turn: AnyTurn): SavedTurn {
  return {
    ...turn,
    error: saveError(turn.error),
    toolUses: turn.toolUses.map(({ progress: _, error, ...call }) => ({ ...call, error: saveError(error) })),
  };
}

function readTurn({ error, toolUses, message, usage, ...turn }: SavedTurn): AnyTurn {
  const calls = toolUses.map(({ error, result, ...call }) => ({
    ...call,
    progress: undefined,
    result,
    error: error && restoreError(error),
  }));
  return { ...turn, toolUses: calls, message, usage, error: error && restoreError(error) };
}

function saveError(error: unknown): StoredError | undefined {
  return error === undefined ? undefined : storeError(error);
}

function isSaved(value: unknown): value is SavedChat {
  if (!isRecord(value) || value['version'] !== 1) return false;
  const { turns, queued, running } = value;
  return isTurns(turns) && isTurns(queued) && (running === undefined || isReplyStart(running));
}

function isTurns(value: unknown): boolean {
  return isListOf(value, isTurn);
}

function isTurn(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { id, role, text, content, history, toolUses } = value;
  const isText = [id, role, text].every((field) => typeof field === 'string');
  return isText && isContent(content) && isListOf(history, isMessage) && isListOf(toolUses, isCall);
}

function isReplyStart(value: unknown): boolean {
  return isRecord(value) && isTurn(value['base']) && Number.isInteger(value['steps']);
}

function isMessage(value: unknown): boolean {
  if (!isRecord(value) || typeof value['role'] !== 'string') return false;
  return value['content'] == null || isContent(value['content']); // absent in some system messages
}

function isCall(value: unknown): boolean {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string';
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isEntry);
}
