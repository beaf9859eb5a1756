import { describe, expect, it } from '@jest/globals';
import { accumulateMessage, type MessageState } from '../../lib/accumulate/accumulate-message.ts';
import { JoinedText } from '../../lib/accumulate/joined-text.ts';
import { textOfBlock, textOfEvent, thinkingOfBlock, thinkingOfEvent } from '../../lib/accumulate/text-of.ts';
import type { BetaContentBlock } from '../../lib/types/content-block.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStart, delta, text, textStart, toolStart } from '../support/block-events.ts';
import { messageStart, messageStop, unknownEvent } from '../support/events.ts';
import { stateAfter } from '../support/state-after.ts';

/** The text after each event; `+` marks the events that added some. */
function joined(of: JoinedText, ...events: BetaMessageStreamEvent[]): string[] {
  let state: MessageState | undefined;
  return events.map((event) => {
    const before = state;
    state = accumulateMessage(before, event);
    return `${of.add(before, state, event) ? '+' : ''}${of.text}`;
  });
}
const a = { type: 'text', text: 'a', citations: null } as const;
const b = { ...a, text: 'b' };
const texts = () => new JoinedText(textOfEvent, textOfBlock);

describe('JoinedText', () => {
  it('joins the text of one block after the other', () => {
    const events = [
      messageStart(),
      textStart(0),
      text(0, 'a'),
      textStart(1, 'b'),
      text(1, 'c'),
      unknownEvent,
      messageStop,
    ];
    expect(joined(texts(), ...events)).toEqual(['', '', '+a', '+ab', '+abc', 'abc', 'abc']);
  });

  it('keeps the order of the blocks when they take turns', () => {
    const events = [messageStart(), textStart(0), textStart(1, 'x'), text(0, 'a'), text(1, 'y'), text(0, 'b')];
    expect(joined(texts(), ...events)).toEqual(['', '', '+x', '+ax', '+axy', '+abxy']);
  });

  it('continues after the blocks of message_start', () => {
    const content = [{ type: 'text', text: 'a' } as const, { type: 'text', text: 'b' } as const];
    expect(joined(texts(), messageStart({ content }), text(0, 'x'), textStart(2, 'c'))).toEqual([
      '+ab',
      '+axb',
      '+axbc',
    ]);
  });

  it('starts over with another message', () => {
    const events = [messageStart(), textStart(0, 'a'), messageStop, messageStart(), textStart(0, 'b')];
    expect(joined(texts(), ...events)).toEqual(['', '+a', 'a', '', '+b']);
  });

  it('adds nothing for an event that changes nothing', () => {
    expect(joined(texts(), text(0, 'a'), messageStart(), messageStop, textStart(0, 'b'))).toEqual(['', '', '', '']);
  });

  it.each<[string, number, BetaMessageStreamEvent[]]>([
    [
      'never for text at the end',
      0,
      [messageStart(), textStart(0, 'a'), text(0, 'b'), text(0, 'c'), textStart(1, 'd')],
    ],
    ['never for text in the last block of message_start', 0, [messageStart({ content: [a, b] }), text(1, 'x')]],
    ['never for text before blocks without text', 0, [messageStart(), textStart(0, 'a'), textStart(1), text(0, 'b')]],
    [
      'twice for two texts in the middle',
      2 * 2,
      [messageStart({ content: [a, b] }), text(0, 'x'), text(1, 'y'), text(0, 'z')],
    ],
  ])('reads the blocks %s', (_, expected, events) => {
    let reads = 0;
    const counted = (block: BetaContentBlock) => {
      reads += 1;
      return textOfBlock(block);
    };
    joined(new JoinedText(textOfEvent, counted), ...events);
    expect(reads).toBe(expected);
  });

  it('reads only the blocks near a text in the middle, however many there are', () => {
    let reads = 0;
    const counted = (block: BetaContentBlock) => {
      reads += 1;
      return textOfBlock(block);
    };
    const content = Array.from({ length: 10_000 }, () => a);
    const before = stateAfter(messageStart({ content }), text(9_999, 'x'));
    const of = new JoinedText(textOfEvent, counted);
    of.add(undefined, before, messageStart({ content }));
    let state = before;
    const add = (index: number) => {
      const event = text(index, 'y');
      const next = accumulateMessage(state, event);
      of.add(state, next, event);
      state = next;
    };
    add(0);
    reads = 0;
    for (const index of [0, 5_000, 9_000]) add(index);
    expect(of.text).toBe(`ayy${'a'.repeat(4_999)}ay${'a'.repeat(3_999)}ay${'a'.repeat(999)}x`);
    expect(reads).toBeLessThanOrEqual(3 * 256);
  });

  it('is empty without a message', () => {
    const of = texts();
    joined(of, messageStart(), textStart(0, 'a'));
    expect([of.add(stateAfter(messageStart()), undefined, text(0, 'b')), of.text]).toEqual([false, '']);
  });

  it('joins thinking with the two functions for thinking', () => {
    const thinking = new JoinedText(thinkingOfEvent, thinkingOfBlock);
    const start = blockStart(0, { type: 'thinking', thinking: 'a', signature: '' });
    const events = [messageStart(), start, delta(0, { type: 'thinking_delta', thinking: 'b' }), toolStart(1, 'f')];
    expect(joined(thinking, ...events)).toEqual(['', '+a', '+ab', 'ab']);
  });
});
