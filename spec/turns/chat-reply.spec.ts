import { describe, expect, it } from '@jest/globals';
import { APIUserAbortError, type BetaMessageStreamEvent } from '../../lib/index.ts';
import { historyIssues, messageEvents, type MessageSpec } from '../../lib/testing/index.ts';
import { ChatReply, type ChatReplyEvent } from '../../lib/turns/chat-reply.ts';
import { type AnyTurn, replyTurn } from '../../lib/turns/chat-turn.ts';
import { deepFreeze } from '../support/deep-freeze.ts';
import { reply, unknownEvent } from '../support/events.ts';

const asked = [{ role: 'user' as const, content: 'Hi' }];
const open = (runsTools = false) => new ChatReply(asked, runsTools, { base: replyTurn(), steps: 0 });
const wrap = (event: BetaMessageStreamEvent): ChatReplyEvent => ({ type: 'message_event', turn: 1, event });
const feed = (to: ChatReply, spec: MessageSpec | string) => messageEvents(spec).map((event) => to.add(wrap(event)));

const restart = wrap({ type: 'anthropic_rxjs_restart' } as unknown as BetaMessageStreamEvent); // of retryMessage

const call = { type: 'tool_use' as const, id: 'toolu_1', name: 'f', input: {} };
const result = { type: 'tool_result' as const, tool_use_id: 'toolu_1', content: 'mild' };
const calling: MessageSpec = { content: ['Let me see.', { tool_use: { name: 'f', id: 'toolu_1' } }] };

/** A reply with one finished step. */
function afterStep(): ChatReply {
  const built = open(true);
  feed(built, calling);
  built.add({ type: 'tool_started', turn: 1, toolUse: call });
  built.add({ type: 'tool_finished', turn: 1, toolUse: call, result });
  built.add({ type: 'turn_finished', turn: 1 } as ChatReplyEvent);
  return built;
}

describe('ChatReply', () => {
  it('makes a turn per event, and never changes one', () => {
    const built = open();
    const turns: AnyTurn[] = [];
    for (const event of messageEvents({ content: [{ thinking: 'Hm.' }, 'a b'] })) {
      turns.push(deepFreeze(built.add(wrap(event))));
    }
    expect(turns.at(0)).toMatchObject({ status: 'streaming', text: '' });
    expect(turns.at(-1)).toMatchObject({ status: 'streaming', text: 'a b', thinking: 'Hm.' });
    expect(built.end()).toMatchObject({ status: 'done', text: 'a b', id: turns[0]?.id });
  });

  it('returns the same turn for an event that changes nothing', () => {
    const built = open();
    const first = built.add(wrap(reply.S));
    expect(built.add(wrap(unknownEvent))).toBe(first);
    expect(built.add(wrap(reply.S))).toBe(first);
  });

  it.each<[string, MessageSpec, unknown, string]>([
    ['done', { content: 'a' }, undefined, 'done'],
    ['refused', { content: 'a', stop_reason: 'refusal' }, undefined, 'refused'],
    ['stopped by an abort', { content: 'a' }, new APIUserAbortError('Aborted.'), 'stopped'],
    ['an error', { content: 'a' }, new Error('broken'), 'error'],
  ])('ends as %s', (_, spec, error, status) => {
    const built = open();
    const events = messageEvents(spec);
    for (const event of error ? events.slice(0, -2) : events) built.add(wrap(event));
    expect(built.end(error)).toMatchObject({ status, error: status === 'error' ? error : undefined });
  });

  it('ends as stopped before its end, with the sendable part as history', () => {
    const built = open();
    for (const event of messageEvents({ content: ['a b', { thinking: 'Hm.' }] }).slice(0, -3)) built.add(wrap(event));
    expect(built.end()).toMatchObject({
      status: 'stopped',
      text: 'a b',
      history: [{ role: 'assistant', content: [{ type: 'text', text: 'a b' }] }],
    });
  });

  it('joins the steps of a run in one turn', () => {
    const built = afterStep();
    feed(built, { content: 'It is mild.', usage: { input_tokens: 30, output_tokens: 5 } });
    built.add({ type: 'turn_finished', turn: 2 } as ChatReplyEvent);
    built.add({ type: 'run_finished' } as ChatReplyEvent);
    const turn = built.end();
    expect(turn).toMatchObject({ status: 'done', text: 'Let me see.\n\nIt is mild.' });
    expect((turn.content as { type: string }[]).map(({ type }) => type)).toEqual(['text', 'tool_use', 'text']);
    expect(turn.toolUses).toMatchObject([{ id: 'toolu_1', status: 'done', result }]);
    expect(turn.usage).toMatchObject({ input_tokens: 40 });
    expect(turn.history.map(({ role }) => role)).toEqual(['assistant', 'user', 'assistant']);
    expect(historyIssues({ messages: [...asked, ...turn.history] })).toEqual([]);
  });

  it('keeps the finished steps of a run that is stopped, and not its open calls', () => {
    const built = afterStep();
    feed(built, { content: { tool_use: { name: 'f', id: 'toolu_2' } } });
    const turn = built.end();
    expect(turn.toolUses.map(({ id, status }) => [id, status])).toEqual([
      ['toolu_1', 'done'],
      ['toolu_2', 'stopped'],
    ]);
    expect([turn.status, turn.history.map(({ role }) => role)]).toEqual(['stopped', ['assistant', 'user']]);
  });

  it('continues a run after its finished steps', () => {
    const { start } = afterStep();
    expect(start.steps).toBe(1);
    const built = new ChatReply(asked, true, JSON.parse(JSON.stringify(start)) as typeof start);
    expect(built.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    feed(built, 'It is mild.');
    built.add({ type: 'turn_finished', turn: 1 } as ChatReplyEvent);
    built.add({ type: 'run_finished' } as ChatReplyEvent);
    expect(built.end()).toMatchObject({ text: 'Let me see.\n\nIt is mild.', status: 'done' });
  });

  it('shows the restored turn until the new one is as long', () => {
    const before = open();
    for (const event of messageEvents('a b c').slice(0, 4)) before.add(wrap(event));
    const restored = before.end();
    const built = new ChatReply(asked, false, before.start, restored);
    const texts = feed(built, 'a b c').map(({ text, status }) => `${text} ${status}`);
    expect([...new Set(texts)]).toEqual(['a b streaming', 'a b c streaming']);
    expect(built.end(new Error('gone'))).toMatchObject({ text: 'a b c', status: 'error' });
    const again = new ChatReply(asked, false, before.start, restored);
    const turns = feed(again, 'a b c');
    // message_start, content_block_start and the first piece.
    expect(turns.findIndex((turn) => turn !== turns[0])).toBe(3);
    const behind = new ChatReply(asked, false, before.start, restored);
    behind.add(wrap(reply.S));
    expect(behind.end(new Error('gone'))).toMatchObject({ text: 'a b', status: 'error', history: restored.history });
  });

  it('shows the thinking of a restored turn until the new one is as long', () => {
    const built = new ChatReply(asked, false, { base: replyTurn(), steps: 0 }, { ...replyTurn(), thinking: 'Hm.' });
    const seen = feed(built, { content: [{ thinking: 'Hm. So.' }] }).map(({ thinking }) => thinking);
    expect([...new Set(seen)]).toEqual(['Hm.', 'Hm. So.']);
  });

  it('shows a reply that is done although it is shorter than the restored turn', () => {
    const built = new ChatReply(asked, false, { base: replyTurn(), steps: 0 }, { ...replyTurn(), text: 'a b c' });
    feed(built, 'a');
    expect(built.end()).toMatchObject({ text: 'a', status: 'done' });
  });

  it('keeps its calls open, and in the history, when the run does not call tools', () => {
    const built = open();
    feed(built, calling);
    const turn = built.end();
    expect(turn.toolUses).toMatchObject([{ id: 'toolu_1', status: 'pending' }]);
    expect(turn.history).toMatchObject([{ role: 'assistant', content: [{ text: 'Let me see.' }, { id: 'toolu_1' }] }]);
  });

  it('shares the blocks of its messages, and joins them when there are several', () => {
    const built = open(true);
    const first = feed(built, 'a').at(-1);
    expect(first?.content).toBe(first?.message?.content);
    const finished = built.add({ type: 'turn_finished', turn: 1 } as ChatReplyEvent);
    const [started, ...others] = feed(built, 'b');
    expect(started?.content).toBe(finished.content);
    expect(others.at(-1)?.content).toMatchObject([{ text: 'a' }, { text: 'b' }]);
    expect(others.at(-1)?.content).toBe(others.at(-1)?.content);
    expect(others[0]?.usage).toBe(started?.usage);
    expect(built.add(restart)).toMatchObject({ status: 'streaming', content: [{ text: 'a' }] });
  });

  it('joins the thinking of its steps', () => {
    const built = open(true);
    for (const thinking of ['Hm.', 'So.']) {
      feed(built, { content: [{ thinking }, 'a'] });
      built.add({ type: 'turn_finished', turn: 1 } as ChatReplyEvent);
    }
    expect(built.end().thinking).toBe('Hm.\n\nSo.');
  });

  it('counts the tokens of each step, also when steps share their events', () => {
    const built = open(true);
    const seen = [1, 2].map(() => {
      for (const event of [reply.S, reply.B, reply.a, reply.E, reply.X]) built.add(wrap(event));
      return built.add({ type: 'turn_finished', turn: 1 } as ChatReplyEvent).usage?.input_tokens;
    });
    expect(seen).toEqual([5, 10]);
  });

  it('does not answer a call with the result of an earlier call of its id', () => {
    const built = afterStep();
    feed(built, calling);
    const { history } = built.end();
    expect(history.map(({ role }) => role)).toEqual(['assistant', 'user', 'assistant']);
    expect(history.at(-1)?.content).toMatchObject([{ type: 'text', text: 'Let me see.' }]);
    expect(history.at(-1)?.content).toHaveLength(1);
  });

  it('drops the calls of a message that starts again', () => {
    const built = open();
    feed(built, calling);
    expect(built.add(restart).status).toBe('pending');
    expect(built.end()).toMatchObject({ text: '', toolUses: [], content: [], status: 'stopped' });
  });
});
