import { describe, expect, it } from '@jest/globals';
import { chatHistory } from '../../lib/turns/chat-history.ts';
import { turnsOfMessages } from '../../lib/turns/turns-of-messages.ts';
import type { BetaMessageParam } from '../../lib/types/message-param.ts';

const result = { type: 'tool_result' as const, tool_use_id: 'toolu_1', content: 'mild' };
const messages: BetaMessageParam[] = [
  { role: 'system', content: 'Be short.' },
  { role: 'user', content: 'a' },
  {
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'Hm.', signature: 's' },
      { type: 'text', text: 'Let me see.' },
      { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} },
    ],
  },
  { role: 'user', content: [result] },
  { role: 'assistant', content: 'It is mild.' },
  { role: 'user', content: 'b' },
];

describe('turnsOfMessages', () => {
  it('takes stored turns without content', () => {
    const stored = ['user', 'assistant'].map((role) => ({ role, content: null })) as never;
    expect(turnsOfMessages(stored).map(({ role, text }) => [role, text])).toEqual([
      ['user', ''],
      ['assistant', ''],
    ]);
  });

  it('makes one turn of a reply, the results of its calls and the reply after them', () => {
    const turns = turnsOfMessages(messages);
    expect(turns.map(({ role, text, status }) => [role, text, status])).toEqual([
      ['system', 'Be short.', 'sent'],
      ['user', 'a', 'sent'],
      ['assistant', 'Let me see.\n\nIt is mild.', 'done'],
      ['user', 'b', 'sent'],
    ]);
    expect(turns[2]).toMatchObject({
      content: [...(messages[2]?.content as object[]), { type: 'text', text: 'It is mild.' }],
      thinking: 'Hm.',
      toolUses: [{ id: 'toolu_1', name: 'f', status: 'done', result }],
      message: undefined,
    });
    expect(chatHistory(turns)).toEqual(messages);
  });

  it('copies little for a reply of many messages', () => {
    const calls = 4_000;
    const run = Array.from({ length: calls }, (_, n): BetaMessageParam[] => [
      { role: 'assistant', content: [{ type: 'tool_use', id: `toolu_${n}`, name: 'f', input: {} }] },
      { role: 'user', content: [{ ...result, tool_use_id: `toolu_${n}` }] },
    ]).flat();
    let copied = 0;
    const iterator = Array.prototype[Symbol.iterator];
    Array.prototype[Symbol.iterator] = function (this: unknown[]) {
      copied += this.length;
      return iterator.call(this);
    };
    try {
      expect(turnsOfMessages(run)).toHaveLength(1);
    } finally {
      Array.prototype[Symbol.iterator] = iterator;
    }
    expect(copied).toBeLessThan(100 * calls);
  });

  it('makes a turn of the user of results with text', () => {
    const mixed: BetaMessageParam = { role: 'user', content: [result, { type: 'text', text: 'And you?' }] };
    const turns = turnsOfMessages([...messages.slice(0, 3), mixed]);
    expect(turns.map(({ role, text }) => [role, text]).slice(2)).toEqual([
      ['assistant', 'Let me see.'],
      ['user', 'And you?'],
    ]);
    expect(turns[2]).toMatchObject({ status: 'done', toolUses: [{ id: 'toolu_1', status: 'done', result }] });
    expect(chatHistory(turns)).toEqual([...messages.slice(0, 3), mixed]);
  });

  it('leaves results without a reply to the user', () => {
    const turns = turnsOfMessages([{ role: 'user', content: [result] }]);
    expect(turns.map(({ role }) => role)).toEqual(['user']);
  });
});
