import type { Issue } from '../types/issue.ts';
import { isFields } from '../types/is-fields.ts';
import { blocksOf, type Fields } from './fields.ts';
import { messageOfEvents } from './message-of-events.ts';
import type { WireEvent } from './sse-body.ts';

/** The thinking that a server has sent: it accepts that only unchanged, unsigned if it was unsigned. */
export class SentThinking {
  readonly #bySignature = new Map<string, Set<unknown>>();

  note(events: readonly WireEvent[]): void {
    if (!events.some(isThinkingStart)) return;
    for (const { signature, thinking } of thinkingIn(messageOfEvents(events))) {
      const key = keyOf(signature);
      this.#bySignature.set(key, (this.#bySignature.get(key) ?? new Set()).add(thinking));
    }
  }

  /** The problems of the thinking in a conversation. A signature of another server passes. */
  issues(messages: readonly unknown[]): Issue[] {
    return messages.flatMap((message, i) =>
      thinkingIn(message).flatMap(({ signature, thinking, place }): Issue[] => {
        const texts = this.#bySignature.get(keyOf(signature));
        const path = `messages.${i}.content.${place}`;
        if (texts?.has(thinking)) return [];
        if (!signature) return [{ path: `${path}.thinking.signature`, message: 'Field required' }];
        return texts ? [{ path, message: modified }] : [];
      }),
    );
  }
}

const modified =
  '`thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. These blocks must ' +
  'remain as they were in the original response.';

function thinkingIn(message: unknown): (Fields & { readonly place: number })[] {
  if (!isFields(message)) return [];
  return blocksOf(message).flatMap((block, place) => (block['type'] === 'thinking' ? [{ ...block, place }] : []));
}

function keyOf(signature: unknown): string {
  return typeof signature === 'string' ? signature : '';
}

function isThinkingStart(event: WireEvent): boolean {
  const block = 'content_block' in event ? event.content_block : undefined;
  return isFields(block) && block['type'] === 'thinking';
}
