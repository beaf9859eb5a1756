import { describe, expect, it } from '@jest/globals';
import { answersIn, closeTurns, serverCallsIn } from '../../lib/accumulate/close-turns.ts';
import { deepFreeze } from '../support/deep-freeze.ts';

interface Block {
  readonly type: string;
}
interface Turn {
  readonly role: string;
  readonly content: string | readonly Block[];
}

const text: Block = { type: 'text' };
const call = (id: string, caller?: string) => ({
  type: 'tool_use',
  id,
  ...(caller && { caller: { tool_id: caller } }),
});
const result = (id: string) => ({ type: 'tool_result', tool_use_id: id });
const server = (id: string) => ({ type: 'server_tool_use', id });
const serverResult = (id: string) => ({ type: 'web_search_tool_result', tool_use_id: id });
const user = (...content: Block[]): Turn => ({ role: 'user', content: content.length > 0 ? content : 'Hi' });
const assistant = (...content: Block[]): Turn => ({ role: 'assistant', content });
const closed = (turns: Turn[], ...answered: string[]) => closeTurns<Turn>(deepFreeze(turns), new Set(answered));

describe('closeTurns', () => {
  it.each<[string, Turn[], string[]]>([
    ['without turns', [], []],
    ['without calls', [user(), assistant(text)], []],
    ['that are stored without content', [user(), { role: 'assistant', content: null as never }], []],
    ['with calls that are answered', [user(), assistant(text, call('a'), call('b'))], ['a', 'b']],
    ['with calls that earlier turns have answered', [assistant(call('a')), user(result('a')), assistant(text)], []],
    ['with server calls that have results', [user(), assistant(server('s'), serverResult('s'))], []],
    ['with results of the turn after', [user(), assistant(server('s')), assistant(serverResult('s'))], []],
    ['with open server calls, while calls are answered', [assistant(server('s'), call('a'))], ['a']],
    ['with a call from open code that is answered', [assistant(server('s'), call('a', 's'))], ['a']],
    ['of text', [user(), { role: 'assistant', content: 'Hi' }], []],
  ])('returns the same turns %s', (_, turns, answered) => {
    expect(closed(turns, ...answered)).toBe(turns);
  });

  it.each<[string, Turn[], string[], Turn[]]>([
    ['a call that nobody answers', [user(), assistant(text, call('a'))], [], [user(), assistant(text)]],
    ['one call of two', [assistant(call('a'), call('b'))], ['b'], [assistant(call('b'))]],
    ['a turn of nothing else', [user(), assistant(call('a'))], [], [user()]],
    ['thinking before it', [assistant(text, { type: 'thinking' }, call('a'))], [], [assistant(text)]],
    ['an open server call', [assistant(text, server('s'))], [], [assistant(text)]],
    ['an open server call of an earlier turn', [assistant(server('s'), text), user()], [], [assistant(text), user()]],
    [
      'a server call that shares its id with an answered call',
      [assistant(text, server('s'))],
      ['s'],
      [assistant(text)],
    ],
    [
      'only the server calls without results',
      [assistant(text, server('s'), server('t'), serverResult('t'))],
      [],
      [assistant(text, server('t'), serverResult('t'))],
    ],
    [
      'a server call after its result',
      [assistant(text, serverResult('s'), server('s'))],
      [],
      [assistant(text, serverResult('s'))],
    ],
    [
      'thinking at the end, also before an instruction',
      [user(), assistant(text, { type: 'thinking' }), { role: 'system', content: [{ type: 'text' }] }],
      [],
      [user(), assistant(text), { role: 'system', content: [{ type: 'text' }] }],
    ],
    [
      'calls of open code',
      [assistant(text, server('s'), call('a', 's')), user(result('a'), text)],
      [],
      [assistant(text), user(text)],
    ],
    [
      'calls of two assistant turns',
      [assistant(text, call('a')), assistant(text, call('b'))],
      [],
      [assistant(text), assistant(text)],
    ],
  ])('omits %s', (_, turns, answered, expected) => {
    expect(closed(turns, ...answered)).toEqual(expected);
  });
});

describe('answersIn', () => {
  it('returns the ids of the results', () => {
    expect(answersIn([text, result('a'), serverResult('s'), result('b')])).toEqual(new Set(['a', 'b']));
    expect(answersIn('text')).toEqual(new Set());
    expect(answersIn(undefined)).toEqual(new Set());
  });
});

describe('serverCallsIn', () => {
  it('returns the ids of the calls that servers run', () => {
    const mcp = { type: 'mcp_tool_use', id: 'm' };
    expect(serverCallsIn([user(), assistant(server('s'), call('a')), assistant(mcp, serverResult('s'))])).toEqual(
      new Set(['s', 'm']),
    );
  });
});
