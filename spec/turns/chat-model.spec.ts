import { describe, expect, it } from '@jest/globals';
import {
  askAgain,
  askNext,
  type ChatModel,
  enqueue,
  placeOfQuestion,
  requeue,
  showReply,
  unqueue,
} from '../../lib/turns/chat-model.ts';
import { type AnyTurn, replyTurn, userTurn } from '../../lib/turns/chat-turn.ts';

const ask = (id: string): AnyTurn => userTurn(id, id);
const reply = (id: string, status: AnyTurn['status'] = 'done'): AnyTurn => ({ ...replyTurn(), id, status });
const empty: ChatModel = { turns: [], running: undefined, queued: [] };
const full: ChatModel = {
  turns: [ask('a'), reply('b'), ask('c')],
  running: reply('d', 'streaming'),
  queued: [ask('e'), ask('f')],
};
const ids = ({ turns, running, queued }: ChatModel) =>
  [turns, running ? [running] : [], queued].map((list) => list.map(({ id }) => id).join(''));

describe('the model of a chat', () => {
  it.each<[string, ChatModel, string[]]>([
    ['enqueues', enqueue(full, ask('g')), ['abc', 'd', 'efg']],
    ['removes from the queue', unqueue(full, 'e'), ['abc', 'd', 'f']],
    ['changes the queue in place', requeue(full, userTurn('E', 'e')), ['abc', 'd', 'ef']],
    ['asks the next turn', askNext({ ...full, running: undefined }, reply('x', 'pending')), ['abce', 'x', 'f']],
    ['asks nothing without a queue', askNext(empty, reply('x', 'pending')), ['', '', '']],
    ['asks again', askAgain(full, 0, ask('A'), reply('x', 'pending')), ['A', 'x', 'ef']],
    ['asks a later question again', askAgain(full, 2, ask('C'), reply('x', 'pending')), ['abC', 'x', 'ef']],
    ['shows a running reply', showReply(full, reply('d', 'streaming')), ['abc', 'd', 'ef']],
    ['shows the end of a reply', showReply(full, reply('d')), ['abcd', '', 'ef']],
  ])('%s', (_, model, expected) => {
    expect(ids(model)).toEqual(expected);
  });

  it('replaces the turn in the queue', () => {
    const turn = userTurn('E', 'e');
    expect(requeue(full, ask('e')).queued).toEqual(full.queued);
    expect(requeue(full, { ...turn, id: 'e' }).queued).toEqual([{ ...turn, id: 'e' }, full.queued[1]]);
  });

  it('marks a turn as sent, and keeps the others', () => {
    const next = askNext({ ...full, running: undefined }, reply('x', 'pending'));
    expect(next.turns.at(-1)).toMatchObject({ id: 'e', status: 'sent' });
    expect(next.turns.slice(0, 3).every((turn, i) => turn === full.turns[i])).toBe(true);
  });
});

describe('placeOfQuestion', () => {
  it.each([
    ['a', 0],
    ['b', 0],
    ['c', 2],
    ['d', 2],
    ['e', -1],
    ['gone', -1],
  ])('of %s is %i', (id, expected) => {
    expect(placeOfQuestion(full, id)).toBe(expected);
  });

  it('is -1 for a reply without a question', () => {
    expect(placeOfQuestion({ ...empty, turns: [reply('a')] }, 'a')).toBe(-1);
  });
});
