import { describe, expect, it } from '@jest/globals';
import { accumulateMessage, type MessageState } from '../../lib/accumulate/accumulate-message.ts';
import { isCutThinking, noteCut } from '../../lib/accumulate/cut-thinking.ts';
import { sendable } from '../../lib/accumulate/sendable.ts';
import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStart, blockStop, text, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';

const thinkingStart = () => blockStart(0, { type: 'thinking', thinking: 'Hm', signature: '' }) as MessageStreamEvent;
const messageOf = (...events: MessageStreamEvent[]) =>
  events.reduce<MessageState | undefined>(accumulateMessage, undefined)!.message;
/** The types of the blocks that the next request contains. */
const sentTypes = (...blocks: MessageStreamEvent[]) =>
  sendable(messageOf(messageStart(), thinkingStart(), ...blocks, messageDelta('end_turn'), messageStop)).map(
    ({ type }) => type,
  );

describe('thinking without a signature', () => {
  it('is not sent if its block never stopped and the block after it did', () => {
    expect(sentTypes(textStart(1), text(1, 'a'), blockStop(1))).toEqual(['text']);
  });

  it('is sent for a server that never signs, even one that stops no block', () => {
    expect(sentTypes(blockStop(0), textStart(1), text(1, 'a'), blockStop(1))).toEqual(['thinking', 'text']);
    expect(sentTypes(textStart(1), text(1, 'a'))).toEqual(['thinking', 'text']);
  });
});

describe('isCutThinking', () => {
  it('is true only for noted thinking', () => {
    const [thinking, other] = [0, 1].map(() => ({ type: 'thinking', thinking: 'Hm', signature: '' }) as const);
    const block = { type: 'text', text: 'a' } as const;
    for (const noted of [thinking, block, undefined]) noteCut(noted);
    expect([thinking, other!, block].map((known) => isCutThinking(known!))).toEqual([true, false, false]);
  });
});
