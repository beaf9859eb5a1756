import { describe, expect, it } from '@jest/globals';
import { chatHistory } from '../../lib/turns/chat-history.ts';
import { type AnyTurn, replyTurn, userTurn } from '../../lib/turns/chat-turn.ts';
import type { BetaMessageParam } from '../../lib/types/message-param.ts';

const call = { type: 'tool_use' as const, id: 'toolu_1', name: 'f', input: {} };
const result = { type: 'tool_result' as const, tool_use_id: 'toolu_1' };
const user = (content: BetaMessageParam['content']) => ({ role: 'user', content });
const ask = (content: AnyTurn['content']): AnyTurn => ({ ...userTurn(content), status: 'sent' });
const reply = (content: BetaMessageParam['content'], status: AnyTurn['status'] = 'done'): AnyTurn => ({
  ...replyTurn(),
  status,
  history: content === '' ? [] : [{ role: 'assistant', content } as BetaMessageParam],
});
const said = (content: BetaMessageParam['content']) => ({ role: 'assistant', content });

describe('chatHistory', () => {
  it.each<[string, AnyTurn[], unknown[]]>([
    ['no turns', [], []],
    ['a question and its reply', [ask('a'), reply('one')], [user('a'), said('one')]],
    ['a reply without content', [ask('a'), reply('', 'error'), ask('b')], [user('a'), user('b')]],
    [
      'a refused turn',
      [ask('a'), reply('one'), ask('b'), reply('no', 'refused'), ask('c')],
      [user('a'), said('one'), user('c')],
    ],
    ['an open call', [ask('a'), reply([call])], [user('a'), said([call])]],
    ['an open call before a question', [ask('a'), reply([call]), ask('b')], [user('a'), user('b')]],
    [
      'an open call beside text',
      [ask([{ type: 'text', text: 'a' }]), reply([{ type: 'text', text: 'one' }, call]), ask('b')],
      [user([{ type: 'text', text: 'a' }]), said([{ type: 'text', text: 'one' }]), user('b')],
    ],
    [
      'thinking after text',
      [
        ask('a'),
        reply([
          { type: 'text', text: 'one' },
          { type: 'thinking', thinking: 'Hm.', signature: 's' },
        ]),
        ask('b'),
      ],
      [user('a'), said([{ type: 'text', text: 'one' }]), user('b')],
    ],
    [
      'an answered call',
      [ask('a'), reply([call]), ask([result]), reply('one'), ask('b')],
      [user('a'), said([call]), user([result]), said('one'), user('b')],
    ],
    [
      'a refusal after an answered call',
      [ask('a'), reply([call]), ask([result]), reply('no', 'refused'), ask('b')],
      [user('a'), user('b')],
    ],
    [
      'a refusal after a question that follows an answered call',
      [ask('a'), reply([call]), ask([result]), reply('one'), ask('b'), reply('no', 'refused'), ask('c')],
      [user('a'), said([call]), user([result]), said('one'), user('c')],
    ],
    [
      'thinking at the end',
      [ask('a'), reply([{ type: 'thinking', thinking: 'Hm.', signature: 's' }]), ask('b')],
      [user('a'), user('b')],
    ],
  ])('of %s', (_, turns, expected) => {
    expect(chatHistory(turns)).toEqual(expected);
  });

  it('reads each message a constant number of times', () => {
    let reads = 0;
    const counted = (turn: AnyTurn): AnyTurn => ({
      ...turn,
      history: turn.history.map((message) =>
        Object.defineProperty({ ...message }, 'content', {
          get() {
            reads += 1;
            return message.content;
          },
        }),
      ),
    });
    const pair = [ask([{ type: 'text', text: 'a' }]), reply('one')];
    const turns = Array.from({ length: 1_000 }, () => pair).flat();
    expect(chatHistory(turns.map(counted))).toHaveLength(2_000);
    expect(reads).toBeLessThan(20 * 2_000);
  });
});
