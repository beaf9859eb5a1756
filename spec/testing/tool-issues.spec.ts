import { describe, expect, it } from '@jest/globals';
import { toolIssues } from '../../lib/testing/tool-issues.ts';

const user = (...content: object[]) => ({ role: 'user', content });
const assistant = (...content: object[]) => ({ role: 'assistant', content });
const call = (id: string) => ({ type: 'tool_use', id });
const result = (tool_use_id: string) => ({ type: 'tool_result', tool_use_id });
const search = (id: string, type = 'server_tool_use') => ({ type, id, name: 'web_search' });
const found = (tool_use_id: string) => ({ type: 'web_search_tool_result', tool_use_id });
const text = { type: 'text', text: 'a' };
const pathsOf = (...turns: object[]) => toolIssues(turns as Record<string, unknown>[]).map(({ path }) => path);

describe('toolIssues', () => {
  it.each<[string, object[]]>([
    ['no calls', [user(text), assistant(text)]],
    ['a call and its result', [user(text), assistant(call('a')), user(result('a'), text)]],
    ['results over two turns of the user', [assistant(call('a'), call('b')), user(result('a')), user(result('b'))]],
    ['calls over two turns of the model', [assistant(call('a')), assistant(call('b')), user(result('a'), result('b'))]],
    ['an instruction in between', [assistant(call('a')), { role: 'system', content: 'x' }, user(result('a'))]],
    ['a server call with its result', [assistant(search('s'), found('s')), user(text)]],
    ['a server call at the end', [user(text), assistant(search('s'))]],
    [
      'a server call that waits for results',
      [assistant(search('s'), call('a')), user(result('a')), assistant(found('s'))],
    ],
    ['a call of an MCP server', [assistant(search('s', 'mcp_tool_use'), found('s')), user(text)]],
  ])('accepts %s', (_, turns) => {
    expect(pathsOf(...turns)).toEqual([]);
  });

  it.each<[string, object[], string[]]>([
    ['a call at the end', [assistant(call('a'))], ['messages.0']],
    ['the turn of the last open call', [assistant(call('a')), assistant(call('b')), user(text)], ['messages.1']],
    ['a result after text', [assistant(call('a')), user(text, result('a'))], ['messages.0']],
    [
      'a result after plain text',
      [assistant(call('a')), { role: 'user', content: 'x' }, user(result('a'))],
      ['messages.0'],
    ],
    ['a result of nothing', [user(result('a'))], ['messages.0.content.0']],
    [
      'a result of an earlier turn',
      [assistant(call('a')), user(result('a')), assistant(text), user(text, result('a'))],
      ['messages.3.content.1'],
    ],
    ['a result by the model', [assistant(result('a')), user(text)], ['messages.0.content.0']],
    ['two results', [assistant(call('a')), user(result('a'), result('a'))], ['messages.1.content.1']],
    ['two calls of an id', [assistant(call('a'), call('a')), user(result('a'))], ['messages.0.content.1']],
    [
      'two calls of an id, turns apart',
      [assistant(call('a')), user(result('a')), assistant(call('a')), user(result('a'))],
      ['messages.2.content.0'],
    ],
    ['an open server call', [assistant(search('s')), user(text)], ['messages.0.content.0']],
    [
      'an open server call, reported once',
      [assistant(search('s')), user(text), assistant(text), user(text)],
      ['messages.0.content.0'],
    ],
    [
      'two server calls of an id',
      [assistant(search('s'), found('s'), search('s'), found('s')), user(text)],
      ['messages.0.content.2'],
    ],
    [
      'nothing of a pair newer than this library',
      [assistant({ type: 'quantum_use', id: 'q' }, { type: 'quantum_result', tool_use_id: 'q' }), user(text)],
      [],
    ],
    ['a server result of nothing', [assistant(found('s')), user(text)], ['messages.0.content.0']],
  ])('names the place of %s', (_, turns, paths) => {
    expect(pathsOf(...turns)).toEqual(paths);
  });

  it('distinguishes a second server result from one without a call', () => {
    const messages = toolIssues([assistant(search('s'), found('s'), found('s'), found('t')), user(text)]);
    expect(messages.map(({ message }) => message)).toEqual([
      'each tool_use must have a single result. Found multiple `web_search_tool_result` blocks with id: s',
      expect.stringMatching(/^unexpected `tool_use_id` found in `web_search_tool_result` blocks: t\. /),
    ]);
  });

  it('lists all open calls of a turn', () => {
    expect(toolIssues([assistant(call('a'), call('b'), call('c')), user(result('b'))])[0]?.message).toMatch(
      /immediately after: a, c\. /,
    );
  });
});
