import { describe, expect, it } from '@jest/globals';
import { accumulateMessage, type MessageState } from '../../lib/accumulate/accumulate-message.ts';
import { JoinedText } from '../../lib/accumulate/joined-text.ts';
import { textOfEvent, textOfMessage, thinkingOfEvent, thinkingOfMessage } from '../../lib/accumulate/text-of.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStart, delta, text, textStart, toolStart } from '../support/block-events.ts';
import { messageStart, messageStop, unknownEvent } from '../support/events.ts';

/** The text after each event; `+` marks the events that added some. */
function joined(of: JoinedText, ...events: BetaMessageStreamEvent[]): string[] {
  let state: MessageState | undefined;
  return events.map((event) => {
    const before = state;
    state = accumulateMessage(before, event);
    return `${of.add(before, state, event) ? '+' : ''}${of.text}`;
  });
}
const texts = () => new JoinedText(textOfEvent, textOfMessage);

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

  it('joins thinking with the two functions for thinking', () => {
    const thinking = new JoinedText(thinkingOfEvent, thinkingOfMessage);
    const start = blockStart(0, { type: 'thinking', thinking: 'a', signature: '' });
    const events = [messageStart(), start, delta(0, { type: 'thinking_delta', thinking: 'b' }), toolStart(1, 'f')];
    expect(joined(thinking, ...events)).toEqual(['', '+a', '+ab', 'ab']);
  });
});
