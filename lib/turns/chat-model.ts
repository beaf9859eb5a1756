import { type AnyTurn, isRunning } from './chat-turn.ts';

/** The turns of a chat. Pure functions make the next one of a command or an event. */
export interface ChatModel {
  /** The turns that have ended. */
  readonly turns: readonly AnyTurn[];
  /** The reply that runs, after all of them. */
  readonly running: AnyTurn | undefined;
  /** The turns of the user that wait for the replies before them. */
  readonly queued: readonly AnyTurn[];
}

/** Adds a turn of the user to the end of the queue. */
export function enqueue(model: ChatModel, turn: AnyTurn): ChatModel {
  return { ...model, queued: [...model.queued, turn] };
}

/** Removes a turn from the queue. */
export function unqueue(model: ChatModel, id: string): ChatModel {
  return { ...model, queued: model.queued.filter((turn) => turn.id !== id) };
}

/** Changes a turn of the queue, in its place. */
export function requeue(model: ChatModel, turn: AnyTurn): ChatModel {
  return { ...model, queued: model.queued.map((queued) => (queued.id === turn.id ? turn : queued)) };
}

/** Moves the first turn of the queue to the end of the chat, with its reply. */
export function askNext(model: ChatModel, reply: AnyTurn): ChatModel {
  const [question, ...queued] = model.queued;
  if (!question) return model;
  return { turns: [...model.turns, { ...question, status: 'sent' }], running: reply, queued };
}

/** Drops everything after the question at a place, and starts another reply to it. */
export function askAgain(model: ChatModel, place: number, question: AnyTurn, reply: AnyTurn): ChatModel {
  return { ...model, turns: [...model.turns.slice(0, place), question], running: reply };
}

/** Shows a reply that grows or ends. */
export function showReply(model: ChatModel, reply: AnyTurn): ChatModel {
  if (isRunning(reply)) return { ...model, running: reply };
  return { ...model, turns: [...model.turns, reply], running: undefined };
}

/** The place of the question of a turn: itself, or the turn of the user before a reply; -1 without one. */
export function placeOfQuestion({ turns, running }: ChatModel, id: string): number {
  const place = running?.id === id ? turns.length : turns.findIndex((turn) => turn.id === id);
  const roles = turns.slice(0, place + 1).map(({ role }) => role);
  return roles.lastIndexOf('user');
}
