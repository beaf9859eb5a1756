import { concatMap, defer, type MonoTypeOperatorFunction } from 'rxjs';
import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';

/** Which blocks of the current message have started, and which of its text blocks have not stopped. */
export class OpenBlocks {
  readonly texts = new Set<number>();
  /** The highest index so far. */
  last = -1;

  add(event: BetaMessageStreamEvent): void {
    switch (event.type) {
      case 'message_start':
        this.texts.clear();
        this.last = event.message.content.length - 1;
        return;
      case 'content_block_start':
        this.last = Math.max(this.last, event.index);
        if (event.content_block.type === 'text') this.texts.add(event.index);
        return;
      case 'content_block_stop':
        this.texts.delete(event.index);
    }
  }
}

/**
 * Appends the events of a continuation to those of the message so far. Truncated text blocks get their stop, except one
 * that the continuation continues.
 */
export function spliceContinuation<Event extends BetaMessageStreamEvent>({
  last,
  texts,
}: OpenBlocks): MonoTypeOperatorFunction<Event> {
  const cut = [...texts];
  return (source) =>
    defer(() => {
      let started = false;
      let settled = false;
      let shift = last + 1;

      /** At the first event that shows where the continuation starts. */
      const settle = (event: BetaMessageStreamEvent): readonly BetaMessageStreamEvent[] => {
        settled = true;
        const joined = cut.includes(last) ? textOfFirst(event) : undefined;
        if (joined) shift = last;
        const stopped = joined ? cut.filter((index) => index !== last) : cut;
        const stops = stopped.map((index) => ({ type: 'content_block_stop', index }) as const);
        return [...stops, ...(joined ? deltasOf(joined, last) : [shifted(event, shift)])];
      };

      const fit = (event: BetaMessageStreamEvent): readonly BetaMessageStreamEvent[] => {
        if (event.type === 'message_start') {
          if (!started) {
            started = true;
            return [];
          }
          settled = true;
          shift = 0; // another message, of a loop of turns
          return [event];
        }
        return settled || !settles.has(event.type) ? [shifted(event, shift)] : settle(event);
      };
      // Every stream of messages has these types of events.
      return source.pipe(concatMap((event) => fit(event) as readonly Event[]));
    });
}

const settles = new Set(['content_block_start', 'message_delta', 'message_stop']);

type TextBlock = Extract<BetaContentBlock, { type: 'text' }>;

function textOfFirst(event: BetaMessageStreamEvent): TextBlock | undefined {
  if (event.type !== 'content_block_start' || event.index !== 0) return undefined;
  return event.content_block.type === 'text' ? event.content_block : undefined;
}

/** The initial content of a block, as deltas for a block that has already started. */
function deltasOf({ text, citations }: TextBlock, index: number): BetaMessageStreamEvent[] {
  const deltas = [
    ...(text ? [{ type: 'text_delta', text } as const] : []),
    ...(citations ?? []).map((citation) => ({ type: 'citations_delta', citation }) as const),
  ];
  return deltas.map((delta) => ({ type: 'content_block_delta', index, delta }));
}

function shifted(event: BetaMessageStreamEvent, shift: number): BetaMessageStreamEvent {
  return 'index' in event ? { ...event, index: event.index + shift } : event;
}
