import { concatMap, type OperatorFunction } from 'rxjs';
import type { MessageState } from '../accumulate/accumulate-message.ts';
import { blockAt, indexAt } from '../accumulate/block-places.ts';
import { endedPlaces } from '../accumulate/ended-places.ts';
import type { BetaContentBlock } from '../types/content-block.ts';
import type { BetaMessage } from '../types/message.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { TextCitation } from '../types/text-citation.ts';
import { accumulate } from './accumulate.ts';

/** The events that the official helpers derive, each with the block so far. */
export type HelperEvent =
  | { readonly type: 'text'; readonly index: number; readonly text: string; readonly snapshot: string }
  | { readonly type: 'thinking'; readonly index: number; readonly thinking: string; readonly snapshot: string }
  | {
      readonly type: 'citation';
      readonly index: number;
      readonly citation: TextCitation;
      readonly snapshot: readonly TextCitation[];
    }
  | { readonly type: 'signature'; readonly index: number; readonly signature: string }
  | {
      readonly type: 'input_json';
      readonly index: number;
      readonly partial_json: string;
      /** The certain part of the input. */
      readonly snapshot: unknown;
    }
  | {
      readonly type: 'compaction';
      readonly index: number;
      readonly content: string | null | undefined;
      readonly encrypted_content: string | null | undefined;
    }
  | { readonly type: 'content_block_stop'; readonly index: number; readonly content_block: BetaContentBlock }
  | { readonly type: 'message_stop'; readonly message: BetaMessage };

/** Events without those that `helperEvents` emits in a richer form. */
type PassedEvent<Event> = Exclude<Event, { type: 'content_block_stop' | 'message_stop' }>;

/**
 * Emits the helper events of the official SDKs: every event, followed by a `text`, `thinking`, `citation`, `signature`,
 * `input_json` or `compaction` event with the block so far. `content_block_stop` also carries its block, and
 * `message_stop` the message.
 *
 * ```text
 * source:  --S--B--T(a)-----------T(b)------------E-----D--X-----|
 * helperEvents()
 * result:  --S--B--(T(a) text:a)--(T(b) text:ab)--E(b)--D--X(m)--|
 * ```
 * Completes with the source. Adds `partialMessage` to errors of the source. Errors with `MalformedStreamError` if the
 * events do not form a message.
 *
 * @example Like the helper of the official SDK
 * ```ts
 * import { helperEvents, type MessageStreamEvent } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 *
 * const print = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(helperEvents()).subscribe((event) => {
 *     if (event.type === 'text') console.log(event.snapshot);
 *   });
 * ```
 */
export function helperEvents<Event extends BetaMessageStreamEvent>(): OperatorFunction<
  Event,
  PassedEvent<Event> | HelperEvent
> {
  return (source) =>
    source.pipe(
      accumulate((state, event, before) => (state ? enriched(before, state, event) : [event])),
      concatMap((events) => events as readonly (PassedEvent<Event> | HelperEvent)[]), // the source's events pass unchanged
    );
}

function enriched(
  before: MessageState | undefined,
  state: MessageState,
  event: BetaMessageStreamEvent,
): readonly (HelperEvent | BetaMessageStreamEvent)[] {
  if (event.type === 'content_block_stop') return stops(before, state, event);
  if (event.type === 'content_block_start') return [...stops(before, state, event), event];
  if (event.type === 'message_stop') return [...stops(before, state, event), { ...event, message: state.message }];
  const block = event.type === 'content_block_delta' ? blockAt(state, event.index) : undefined;
  if (event.type !== 'content_block_delta' || !block || state === before) return [event];
  const { index, delta } = event;
  if (delta.type === 'text_delta' && block.type === 'text') {
    return [event, { type: 'text', index, text: delta.text, snapshot: block.text }];
  }
  if (delta.type === 'thinking_delta' && block.type === 'thinking') {
    return [event, { type: 'thinking', index, thinking: delta.thinking, snapshot: block.thinking }];
  }
  if (delta.type === 'citations_delta' && block.type === 'text') {
    const { citation } = delta;
    // Read on demand: many citations become an array only when a consumer reads them.
    return [
      event,
      {
        type: 'citation',
        index,
        citation,
        get snapshot() {
          return block.citations ?? [];
        },
      },
    ];
  }
  if (delta.type === 'signature_delta' && block.type === 'thinking') {
    return [event, { type: 'signature', index, signature: delta.signature }];
  }
  if (delta.type === 'input_json_delta' && 'input' in block) {
    return [event, { type: 'input_json', index, partial_json: delta.partial_json, snapshot: block.input }];
  }
  if (delta.type === 'compaction_delta' && block.type === 'compaction') {
    return [event, { type: 'compaction', index, content: block.content, encrypted_content: block.encrypted_content }];
  }
  return [event];
}

/** Adds the stop of a block that ends without its own. */
function stops(
  before: MessageState | undefined,
  state: MessageState,
  event: BetaMessageStreamEvent,
): readonly HelperEvent[] {
  return endedPlaces(before, state, event).flatMap((place) => {
    const content_block = state.blocks.get(place);
    return content_block ? [{ type: 'content_block_stop', index: indexAt(state, place), content_block }] : [];
  });
}
