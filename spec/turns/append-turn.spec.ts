import { describe, expect, it } from '@jest/globals';
import { appendTurn, appendUserTurns, replyTurns } from '../../lib/turns/append-turn.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import type { BetaMessageParam } from '../../lib/types/message-param.ts';
import { emptyMessage } from '../support/events.ts';

const user: BetaMessageParam = { role: 'user', content: 'Hi' };
const text = { type: 'text', text: 'a' } as const;
const call = (id: string) => ({ type: 'tool_use', id, name: 'f', input: {} }) as const;
const server = { type: 'server_tool_use', id: 's', name: 'web_search', input: {} } as const;
const result = (id: string) => ({ type: 'tool_result', tool_use_id: id }) as const;
const assistant = (...content: BetaMessage['content']) => ({ role: 'assistant', content });
const appended = (stop_reason: BetaMessage['stop_reason'], content: BetaMessage['content'], ...ids: string[]) =>
  appendTurn([user], { ...emptyMessage, stop_reason, content }, new Map(ids.map((id) => [id, result(id)])));

describe('appendTurn', () => {
  it('adds the reply', () => {
    expect(appended('end_turn', [text])).toEqual([user, assistant(text)]);
  });

  it('adds nothing for a reply without blocks that can be sent', () => {
    expect(appended('end_turn', [{ type: 'text', text: ' ' }])).toEqual([user]);
  });

  it('adds the results of calls in the order of the calls', () => {
    expect(appended('tool_use', [call('a'), text, call('b')], 'b', 'a')).toEqual([
      user,
      assistant(call('a'), text, call('b')),
      { role: 'user', content: [result('a'), result('b')] },
    ]);
  });

  it('omits calls without a result', () => {
    expect(appended('tool_use', [call('a'), call('b')], 'b')).toEqual([
      user,
      assistant(call('b')),
      { role: 'user', content: [result('b')] },
    ]);
    expect(appended('end_turn', [text, call('a')])).toEqual([user, assistant(text)]);
  });

  it('keeps open calls of a server when the API continues them', () => {
    expect(appended('pause_turn', [text, server])).toEqual([user, assistant(text, server)]);
    expect(appended('end_turn', [text, server])).toEqual([user, assistant(text)]);
    expect(appended('tool_use', [server, call('a')], 'a')).toEqual([
      user,
      assistant(server, call('a')),
      { role: 'user', content: [result('a')] },
    ]);
  });

  it('keeps the thinking of a server that signs none', () => {
    const unsigned = { type: 'thinking', thinking: 'Hm.' } as BetaMessage['content'][number]; // servers omit the signature
    expect(appended('tool_use', [unsigned, call('a')], 'a')[1]).toEqual(assistant(unsigned, call('a')));
  });

  it('closes the turns before it when the API does not continue them', () => {
    const open = [user, assistant(text, server) as BetaMessageParam, user];
    const reply: BetaMessage = { ...emptyMessage, stop_reason: 'end_turn', content: [text] };
    expect(appendTurn(open, reply, new Map())[1]).toEqual(assistant(text));
    expect(appendTurn(open, { ...reply, stop_reason: 'pause_turn' }, new Map())[1]).toEqual(assistant(text, server));
  });
});

describe('replyTurns', () => {
  const reply = (stop_reason: BetaMessage['stop_reason'], ...content: BetaMessage['content']) =>
    ({ ...emptyMessage, stop_reason, content }) satisfies BetaMessage;

  it('keeps the calls of a complete reply for the caller, and omits those of an incomplete one', () => {
    const message = reply('tool_use', text, call('a'));
    expect(replyTurns([user], { message, complete: true })).toEqual([assistant(text, call('a'))]);
    expect(replyTurns([user], { message, complete: false })).toEqual([assistant(text)]);
  });

  it('omits open calls of a server unless the API continues the reply', () => {
    const message = reply('pause_turn', text, server);
    expect(replyTurns([user], { message, complete: true })).toEqual([assistant(text)]);
    expect(replyTurns([user], { message, complete: true, continued: true })).toEqual([assistant(text, server)]);
  });
});

describe('appendUserTurns', () => {
  const turns = [user, assistant(text, call('a')) as BetaMessageParam];

  it('returns the same turns without more', () => {
    expect(appendUserTurns(turns, [])).toBe(turns);
  });

  it('closes calls that the added turns do not answer', () => {
    expect(appendUserTurns(turns, [user])).toEqual([user, assistant(text), user]);
    const answer: BetaMessageParam = { role: 'user', content: [result('a')] };
    expect(appendUserTurns(turns, [answer])).toEqual([...turns, answer]);
  });
});
