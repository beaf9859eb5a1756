import { describe, expect, it } from '@jest/globals';
import { catchError, from, lastValueFrom, type OperatorFunction, of, toArray } from 'rxjs';
import { readableEvent } from '../../lib/accumulate/readable-event.ts';
import {
  type BetaMessageStreamEvent,
  citations,
  contentBlocks,
  finalMessage,
  finalText,
  inputJsonDeltas,
  isAnthropicError,
  snapshots,
  streamState,
  textDeltas,
  textSnapshots,
  thinkingDeltas,
  toolInputs,
  toolUses,
  usage,
} from '../../lib/index.ts';
import { blockStop, text, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop, unknownEvent } from '../support/events.ts';

/** An event without its content, and the end of the error for it. */
const unreadable: readonly (readonly [event: object, missing: string])[] = [
  [{ type: 'message_start' }, 'message_start arrived without an array of blocks in message.content.'],
  [{ type: 'message_start', message: null }, 'message_start arrived without an array of blocks in message.content.'],
  ...['Hi', [null], ['Hi']].map(
    (content) =>
      [
        { type: 'message_start', message: { content } },
        'message_start arrived without an array of blocks in message.content.',
      ] as const,
  ),
  ...[undefined, null, {}, { model: 7 }].map(
    (to) =>
      [
        { type: 'content_block_start', index: 0, content_block: { type: 'fallback', to } },
        'content_block_start arrived without a model in content_block.to.',
      ] as const,
  ),
  ...(
    [
      ['text_delta', 'text'],
      ['thinking_delta', 'thinking'],
      ['input_json_delta', 'partial_json'],
    ] as const
  ).map(
    ([type, field]) =>
      [
        { type: 'content_block_delta', index: 0, delta: { type, [field]: 7 } },
        `content_block_delta arrived without text in its ${type}.`,
      ] as const,
  ),
  [
    { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation: null } },
    'content_block_delta arrived without an object in delta.citation.',
  ],
  [{ type: 'content_block_start', index: 0 }, 'content_block_start arrived without an object in content_block.'],
  [
    { type: 'content_block_start', index: 0, content_block: null },
    'content_block_start arrived without an object in content_block.',
  ],
  [{ type: 'content_block_delta', index: 0, delta: null }, 'content_block_delta arrived without an object in delta.'],
  [{ type: 'content_block_delta', index: 0, delta: 'a' }, 'content_block_delta arrived without an object in delta.'],
];

describe('readableEvent', () => {
  it.each(unreadable)('throws for %j', (event, message) => {
    const read = () => readableEvent(event as BetaMessageStreamEvent);
    expect(read).toThrow(expect.objectContaining({ name: 'MalformedStreamError', message }));
  });

  it.each([null, undefined, 7, 'message_stop'])('throws for %j, which is not an event', (value) => {
    const read = () => readableEvent(value as unknown as BetaMessageStreamEvent);
    expect(read).toThrow(expect.objectContaining({ name: 'MalformedStreamError' }));
  });

  it.each([messageStart(), textStart(0), text(0, 'a'), blockStop(0), messageDelta(), messageStop, unknownEvent])(
    'returns the same object for %j',
    (event) => {
      expect(readableEvent(event)).toBe(event);
    },
  );
});

describe('an event without its content, from any source,', () => {
  const operators: Readonly<Record<string, OperatorFunction<BetaMessageStreamEvent, unknown>>> = {
    citations: citations(),
    contentBlocks: contentBlocks(),
    finalMessage: finalMessage(),
    finalText: finalText(),
    inputJsonDeltas: inputJsonDeltas(),
    snapshots: snapshots(),
    streamState: streamState(),
    textDeltas: textDeltas(),
    textSnapshots: textSnapshots(),
    thinkingDeltas: thinkingDeltas(),
    toolInputs: toolInputs(),
    toolUses: toolUses(),
    usage: usage(),
  };

  describe.each(Object.entries(operators))('through %s', (_, operator) => {
    it.each(unreadable)('%j never becomes an error of the runtime', async (event) => {
      const events = [messageStart(), textStart(0), event as BetaMessageStreamEvent];
      const seen$ = from(events).pipe(
        operator,
        catchError((error: unknown) => of(isAnthropicError(error) ? 'typed' : error)),
        toArray(),
      );
      expect((await lastValueFrom(seen$)).filter((value) => value instanceof Error)).toEqual([]);
    });
  });
});
