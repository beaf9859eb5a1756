import { accumulateMessage, type MessageState } from '../accumulate/accumulate-message.ts';
import { blockAt } from '../accumulate/block-places.ts';
import { readableEvent } from '../accumulate/readable-event.ts';
import { isWhole } from '../accumulate/is-whole.ts';
import { JoinedText } from '../accumulate/joined-text.ts';
import { isRefused } from '../accumulate/stop-reason.ts';
import { textOfBlock, textOfEvent, thinkingOfBlock, thinkingOfEvent } from '../accumulate/text-of.ts';
import { touchesCalls } from '../accumulate/touches-calls.ts';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import type { BetaUsage } from '../types/usage.ts';
import { addUsage } from './add-usage.ts';
import { replyTurns } from './append-turn.ts';
import type { CallDecisionEvent } from './ask-approval.ts';
import { ChatCalls, stopCall } from './chat-calls.ts';
import { type AnyTurn, blocksOf, joinTexts } from './chat-turn.ts';
import type { ToolCallEvent, ToolRunEvent } from './tool-run-event.ts';

/** An event of the run that makes a reply, or of its approvals. */
export type ChatReplyEvent = ToolRunEvent<BetaMessageStreamEvent, BetaMessageParam> | CallDecisionEvent;

/** The beginning of a reply. */
export interface ReplyStart {
  /** The turn with the messages that are finished; without any, a new turn. */
  readonly base: AnyTurn;
  /** The number of finished messages. */
  readonly steps: number;
}

/** Builds the turn of a reply from the events of its run: one turn per event, which shares all that did not change. */
export class ChatReply {
  readonly #asked: readonly BetaMessageParam[];
  readonly #runsTools: boolean;
  #restored: AnyTurn | undefined;
  #start: ReplyStart;
  #isFinished = false;
  #state: MessageState | undefined;
  #text = newText();
  #thinking = newThinking();
  #results = new Map<string, ToolResultBlockParam>();
  #calls: ChatCalls;
  #usage: { readonly of: BetaUsage | undefined; readonly sum: BetaUsage | undefined };
  #turn: AnyTurn;

  /** `restored` was shown before a reload; the turn changes when it is larger. */
  constructor(asked: readonly BetaMessageParam[], runsTools: boolean, start: ReplyStart, restored?: AnyTurn) {
    this.#restored = restored && { ...restored, status: 'streaming' };
    this.#asked = asked;
    this.#runsTools = runsTools;
    this.#start = start;
    this.#turn = start.base;
    this.#usage = { of: undefined, sum: start.base.usage };
    this.#calls = new ChatCalls(start.base.toolUses);
  }

  /** Where the reply continues after a reload. */
  get start(): ReplyStart {
    return this.#start;
  }

  /** The messages that request the reply, or the rest of it. */
  get messages(): readonly BetaMessageParam[] {
    return [...this.#asked, ...this.#start.base.history];
  }

  /** The turn after an event; the same object if the event changed nothing. Throws `MalformedStreamError`. */
  add(event: ChatReplyEvent): AnyTurn {
    const turn = this.#take(event);
    if (this.#restored && sizeOf(turn) < sizeOf(this.#restored)) return this.#restored;
    this.#restored = undefined;
    return turn;
  }

  #take(event: ChatReplyEvent): AnyTurn {
    switch (event.type) {
      case 'message_event':
        return this.#addMessageEvent(event.event);
      case 'turn_finished':
        return this.#finishMessage();
      case 'run_finished':
        this.#isFinished = true;
        return this.#turn;
      default:
        return this.#addCallEvent(event);
    }
  }

  /** The turn if the reply ends now: complete, stopped or with an error. Changes nothing. */
  end(error?: unknown): AnyTurn {
    const { base } = this.#start;
    const state = this.#state;
    const complete = state !== undefined && isWhole(state);
    const isDone = this.#runsTools ? this.#isFinished : complete;
    const turn = (isDone ? undefined : this.#restored) ?? this.#snapshot();
    const added = state
      ? replyTurns(this.messages, { ...state, complete, results: this.#runsTools ? this.#results : undefined })
      : [];
    const isError = error !== undefined && !isErrorNamed(error, 'APIUserAbortError');
    const whole = isRefused(turn.message?.stop_reason) ? 'refused' : 'done';
    return {
      ...turn,
      toolUses: this.#runsTools ? turn.toolUses.map(stopCall) : turn.toolUses,
      status: isError ? 'error' : isDone ? whole : 'stopped',
      error: isError ? error : undefined,
      history: turn === this.#restored ? turn.history : [...base.history, ...added],
    };
  }

  #addMessageEvent(sent: BetaMessageStreamEvent): AnyTurn {
    const event = readableEvent(sent);
    const before = this.#state;
    const state = accumulateMessage(before, event);
    if (state === before) return this.#turn;
    this.#state = state;
    this.#text.add(before, state, event);
    this.#thinking.add(before, state, event);
    if (!state || event.type === 'message_start') this.#calls = new ChatCalls(this.#start.base.toolUses);
    if (state && touchesCalls(before, state, event)) this.#takeCalls(event, state);
    return (this.#turn = this.#snapshot());
  }

  #addCallEvent(event: ToolCallEvent | CallDecisionEvent): AnyTurn {
    if ('result' in event) this.#results.set(event.toolUse.id, event.result);
    this.#calls.settle(event);
    return (this.#turn = this.#snapshot());
  }

  #finishMessage(): AnyTurn {
    const history = this.end().history;
    const base = { ...this.#snapshot(), history };
    this.#start = { base, steps: this.#start.steps + 1 };
    this.#state = undefined;
    this.#text = newText();
    this.#thinking = newThinking();
    this.#results = new Map();
    this.#usage = { of: undefined, sum: base.usage };
    return (this.#turn = base);
  }

  #snapshot(): AnyTurn {
    const { base, steps } = this.#start;
    const message = this.#state?.message;
    const calls = this.#calls.list;
    const content = once(() => {
      const before = blocksOf(base.content);
      const blocks = (message?.content ?? []) as typeof before; // the API accepts the blocks of its reply
      return before.length === 0 ? blocks : blocks.length === 0 ? before : [...before, ...blocks];
    });
    return {
      id: base.id,
      role: 'assistant',
      // Created when it is read: one list per event would take quadratic time in the number of blocks.
      get content() {
        return content();
      },
      text: joinTexts(base.text, this.#text.text),
      thinking: joinTexts(base.thinking, this.#thinking.text),
      get toolUses() {
        return calls.toArray();
      },
      status: message || steps > 0 ? 'streaming' : 'pending',
      message: message ?? base.message,
      usage: this.#usageWith(message?.usage),
      error: undefined,
      history: base.history,
    };
  }

  #usageWith(usage: BetaUsage | undefined): BetaUsage | undefined {
    const { base } = this.#start;
    if (usage !== this.#usage.of) this.#usage = { of: usage, sum: usage ? addUsage(base.usage, usage) : base.usage };
    return this.#usage.sum;
  }

  #takeCalls(event: BetaMessageStreamEvent, state: MessageState): void {
    const block = 'index' in event ? blockAt(state, event.index) : undefined;
    // Any block may have ended with an event that has no index.
    const blocks = block ? [block] : state.message.content;
    for (const call of blocks) if (call.type === 'tool_use') this.#calls.add(call);
  }
}

const sizeOf = ({ text, thinking }: AnyTurn) => text.length + thinking.length;
const newText = () => new JoinedText(textOfEvent, textOfBlock);
const newThinking = () => new JoinedText(thinkingOfEvent, thinkingOfBlock);

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
