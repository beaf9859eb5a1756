import { describe, expect, it } from '@jest/globals';
import { textOfEvent, textOfMessage, thinkingOfEvent } from '../../lib/accumulate/text-of.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStart, blockStop, delta, json, text, textStart, toolStart } from '../support/block-events.ts';
import { emptyMessage, messageDelta, messageStart } from '../support/events.ts';

const content: BetaMessage['content'] = [
  { type: 'thinking', thinking: 'x', signature: '' },
  { type: 'text', text: 'a' },
  { type: 'tool_use', id: 't', name: 'f', input: { text: 'no' } },
  { type: 'thinking', thinking: 'y', signature: '' },
  { type: 'text', text: 'b' },
];
const thinkingStart = blockStart(0, { type: 'thinking', thinking: 'x', signature: '' });
const bare = { type: 'content_block_start', index: 0, content_block: { type: 'text' } } as BetaMessageStreamEvent;

describe('the text and the thinking', () => {
  it.each<[string, BetaMessageStreamEvent, string, string]>([
    ['a text delta', text(0, 'a'), 'a', ''],
    ['a thinking delta', delta(0, { type: 'thinking_delta', thinking: 'x' }), '', 'x'],
    ['a JSON delta', json(0, '{}'), '', ''],
    ['the start of a text block', textStart(0, 'a'), 'a', ''],
    ['the start of a text block without text', bare, '', ''],
    ['the start of a thinking block', thinkingStart, '', 'x'],
    ['the start of a call', toolStart(0, 'f'), '', ''],
    ['the start of a message', messageStart({ content } as object), 'ab', 'xy'],
    ['the end of a block', blockStop(0), '', ''],
    ['message_delta', messageDelta(), '', ''],
  ])('of %s', (_, event, itsText, thinking) => {
    expect([textOfEvent(event), thinkingOfEvent(event)]).toEqual([itsText, thinking]);
  });

  it('of a message is that of all its blocks', () => {
    const message: BetaMessage = { ...emptyMessage, content };
    expect([textOfMessage(message), textOfMessage(emptyMessage)]).toEqual(['ab', '']);
  });
});
