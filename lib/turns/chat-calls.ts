import { ChunkedList } from '../accumulate/chunked-list.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import type { CallDecisionEvent } from './ask-approval.ts';
import type { CallOutcome, ChatToolUse } from './chat-turn.ts';
import type { ToolCallEvent } from './tool-run-event.ts';

const notStarted: CallOutcome = { status: 'pending', progress: undefined, result: undefined, error: undefined };

/** The calls of a reply while it grows. A change replaces one entry, so that earlier lists stay. */
export class ChatCalls {
  /** The calls so far, after those of earlier messages. */
  list: ChunkedList<ChatToolUse>;
  /** The place of the latest call of an id; servers may repeat one. */
  readonly #places = new Map<string, number>();

  constructor(before: readonly ChatToolUse[]) {
    this.list = ChunkedList.from(before);
    for (const [place, { id }] of before.entries()) this.#places.set(id, place);
  }

  /** Adds a call, or its input so far. */
  add(call: ToolUseBlock): void {
    const place = this.#places.get(call.id);
    const before = place === undefined ? undefined : this.list.get(place);
    if (place === undefined || !before) {
      this.#places.set(call.id, this.list.length);
      this.list = this.list.push({ ...call, ...notStarted });
    } else if (before.input !== call.input) {
      this.list = this.list.set(place, { ...before, ...call });
    }
  }

  /** Takes an event of a call. */
  settle(event: ToolCallEvent | CallDecisionEvent): void {
    this.#change(event.toolUse.id, (before) => outcomeAfter(before, event));
  }

  /** Takes the result of a call in a message. */
  resolve(result: ToolResultBlockParam): void {
    this.#change(result.tool_use_id, () => ({ status: result.is_error ? 'failed' : 'done', result }));
  }

  #change(id: string, changes: (before: CallOutcome) => Partial<CallOutcome>): void {
    const place = this.#places.get(id);
    const before = place === undefined ? undefined : this.list.get(place);
    if (place !== undefined && before) this.list = this.list.set(place, { ...before, ...changes(before) });
  }
}

function outcomeAfter(before: CallOutcome, event: ToolCallEvent | CallDecisionEvent): Partial<CallOutcome> {
  switch (event.type) {
    case 'call_asked':
      return { status: 'waiting' };
    case 'call_denied':
      return { status: 'denied' };
    case 'tool_started':
      return { status: 'running' };
    case 'tool_progress':
      return { progress: event.content };
    case 'tool_finished':
      return { status: 'done', result: event.result };
    case 'tool_failed':
      return {
        status: before.status === 'denied' ? 'denied' : 'failed',
        result: event.result,
        error: event.error,
      };
  }
}

/** A call that its reply does not wait for any more. */
export function stopCall(call: ChatToolUse): ChatToolUse {
  const isOpen = call.status === 'pending' || call.status === 'waiting' || call.status === 'running';
  return isOpen ? { ...call, status: 'stopped' } : call;
}
