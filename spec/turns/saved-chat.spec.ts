import { describe, expect, it } from '@jest/globals';
import { OverloadedError } from '../../lib/index.ts';
import { type AnyTurn, replyTurn, userTurn } from '../../lib/turns/chat-turn.ts';
import { readChat, saveChat, type SavedChat } from '../../lib/turns/saved-chat.ts';

const reply: AnyTurn = {
  ...replyTurn(),
  text: 'Hi',
  status: 'error',
  error: new OverloadedError('529 overloaded_error: Overloaded', { status: 529 }),
  toolUses: [
    {
      type: 'tool_use',
      id: 'toolu_1',
      name: 'f',
      input: {},
      status: 'failed',
      progress: () => 'not data',
      result: { type: 'tool_result', tool_use_id: 'toolu_1' },
      error: new Error('broken'),
    } as unknown as AnyTurn['toolUses'][number],
  ],
};
const throughJSON = (saved: SavedChat) => JSON.parse(JSON.stringify(saved)) as SavedChat;

describe('saveChat', () => {
  it('is plain data, from which readChat makes the same turns', () => {
    const question = userTurn('a');
    const saved = saveChat([question, reply], [userTurn('b', 'b')], { base: replyTurn(), steps: 2 });
    expect(structuredClone(saved)).toEqual(saved);
    const { turns, queued, running } = readChat(throughJSON(saved));
    expect(turns[0]).toEqual(question);
    expect(turns[1]).toMatchObject({ id: reply.id, text: 'Hi', status: 'error', history: [] });
    expect((turns[1]?.error as Error).constructor).toBe(OverloadedError);
    expect(turns[1]?.toolUses).toMatchObject([
      { id: 'toolu_1', status: 'failed', error: { message: 'The source failed: broken' } },
    ]);
    expect([queued.map(({ id }) => id), running?.steps]).toEqual([['b'], 2]);
  });
});

describe('readChat', () => {
  const turn = { id: 'a', role: 'user', content: 'a', text: 'a', history: [], toolUses: [] };
  it.each<[string, unknown]>([
    ['text that is not JSON', '{'],
    ['JSON of another value', '{}'],
    ['an empty object', {}],
    ['another version', { version: 2, turns: [], queued: [] }],
    ['turns that are missing', { version: 1, queued: [] }],
    ['a turn that is not an object', { version: 1, turns: ['a'], queued: [] }],
    ['a turn without id', { version: 1, turns: [{ ...turn, id: undefined }], queued: [] }],
    ['a turn without history', { version: 1, turns: [{ ...turn, history: null }], queued: [] }],
    ['a turn without content', { version: 1, turns: [], queued: [{ ...turn, content: 7 }] }],
    ['a turn with content that is not a block', { version: 1, turns: [{ ...turn, content: [null] }], queued: [] }],
    ['a turn with a block without type', { version: 1, turns: [{ ...turn, content: [{}] }], queued: [] }],
    ['a turn with a message that is null', { version: 1, turns: [{ ...turn, history: [null] }], queued: [] }],
    [
      'a turn with a message without role',
      { version: 1, turns: [{ ...turn, history: [{ content: '' }] }], queued: [] },
    ],
    [
      'a turn with a message without content',
      { version: 1, turns: [{ ...turn, history: [{ role: 'user', content: [7] }] }], queued: [] },
    ],
    ['a turn with a call that is null', { version: 1, turns: [{ ...turn, toolUses: [null] }], queued: [] }],
    ['a turn with a call without name', { version: 1, turns: [{ ...turn, toolUses: [{ id: 'a' }] }], queued: [] }],
    ['a running reply without steps', { version: 1, turns: [], queued: [], running: { base: turn } }],
    ['a running reply without turn', { version: 1, turns: [], queued: [], running: {} }],
  ])('throws for %s', (_, saved) => {
    expect(() => readChat(saved as SavedChat)).toThrow(
      'restore: options must be the value that toJSON() of a chat returned, or its JSON',
    );
  });

  it('reads the smallest turn', () => {
    expect(readChat({ version: 1, turns: [turn], queued: [] } as unknown as SavedChat).turns).toMatchObject([turn]);
  });

  it('reads the JSON of a chat', () => {
    expect(readChat(JSON.stringify({ version: 1, turns: [turn], queued: [] })).turns).toMatchObject([turn]);
  });
});
