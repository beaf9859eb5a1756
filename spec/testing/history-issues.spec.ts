import { describe, expect, it } from '@jest/globals';
import type { BetaMessageParam } from '../../lib/index.ts';
import { historyIssues } from '../../lib/testing/index.ts';

type Blocks = readonly object[];
const user = (content: string | Blocks = 'Hi') => ({ role: 'user', content });
const assistant = (...content: Blocks) => ({ role: 'assistant', content });
const system = (...content: Blocks) => ({ role: 'system', content });
const text = (text: string) => ({ type: 'text', text });
const thinking = { type: 'thinking', thinking: 'Hm', signature: 'c2ln' };
const call = (id = 'toolu_1') => ({ type: 'tool_use', id, name: 'f', input: {} });
const result = (tool_use_id = 'toolu_1', more: object = {}) => ({ type: 'tool_result', tool_use_id, ...more });
const search = (id = 'srvtoolu_1') => ({ type: 'server_tool_use', id, name: 'web_search', input: {} });
const found = (tool_use_id = 'srvtoolu_1') => ({ type: 'web_search_tool_result', tool_use_id, content: [] });

/** The words of the API. */
const issues = (messages: unknown, rules?: { unsignedThinking: boolean }) =>
  historyIssues({ messages: messages as BetaMessageParam[] }, rules).map(({ path, message }) => `${path}: ${message}`);

const open = (turn: number, ids: string) =>
  `messages.${turn}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
const unexpected = (path: string, id: string) =>
  `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;

describe('historyIssues', () => {
  it.each<[string, Blocks]>([
    ['a question', [user()]],
    ['turns of one role that follow each other', [user(), user(), assistant(text('a')), assistant(text('b')), user()]],
    ['a call and its result', [user(), assistant(thinking, text('a'), call()), user([result(), text('and')])]],
    [
      'results in a turn of two messages',
      [user(), assistant(call(), call('b')), user([result()]), user([result('b')])],
    ],
    [
      'an instruction between call and result',
      [user(), assistant(call()), system(text('Be brief.')), user([result()])],
    ],
    ['an instruction first', [system(text('Be brief.')), user()]],
    ['an instruction of its settings alone', [user(), { role: 'system', output_config: { effort: 'low' } }]],
    ['a change of tools', [system({ type: 'tool_removal', tool: { type: 'tool_reference', name: 'f' } }), user()]],
    ['a server tool and its result', [user(), assistant(search(), found(), text('a')), user()]],
    ['a pause', [user(), assistant(search())]],
    ['a continued pause', [user(), assistant(search()), assistant(found(), text('a')), user()]],
    [
      'code that waits for a call',
      [user(), assistant(search(), call()), user([result()]), assistant(found(), text('a')), user()],
    ],
    ['an empty prefill', [user(), { role: 'assistant', content: '' }]],
    ['a result without content', [user(), assistant(call()), user([result()])]],
    ['thinking whose text is omitted', [user(), assistant({ ...thinking, thinking: '' }, text('a')), user()]],
    ['a block that it does not know', [user(), assistant({ type: 'a_new_block' }, text('a')), user()]],
  ])('accepts %s', (_, messages) => {
    expect(issues(messages)).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['a string in place of a list', 'Hi', ['messages: Input should be a valid list']],
    ['no messages', undefined, ['messages: Field required']],
    ['an empty list', [], ['messages: at least one message is required']],
    ['an assistant first', [assistant(text('a')), user()], ['messages: first message must use the "user" role']],
    ['a blank text', [user(' \n')], ['messages.0: text content blocks must contain non-whitespace text']],
    ['an empty text', [user([text('')])], ['messages.0.content.0: text content blocks must be non-empty']],
    [
      'a blank text of an assistant',
      [user(), assistant(text('\n\n'), text('a')), user()],
      ['messages.1.content.0: text content blocks must contain non-whitespace text'],
    ],
    [
      'empty content',
      [user(), assistant(), user()],
      ['messages.1: all messages must have non-empty content except for the optional final assistant message'],
    ],
    ['a call that nobody answers', [user(), assistant(call()), user()], [open(1, 'toolu_1')]],
    ['a call at the end', [user(), assistant(call())], [open(1, 'toolu_1')]],
    [
      'a call that the assistant continues from',
      [user(), assistant(call()), assistant(text('a'))],
      [open(1, 'toolu_1')],
    ],
    ['one of two calls', [user(), assistant(call(), call('b')), user([result('b')])], [open(1, 'toolu_1')]],
    ['a result that is not first', [user(), assistant(call()), user([text('a'), result()])], [open(1, 'toolu_1')]],
    ['a result after a text turn', [user(), assistant(call()), user(), user([result()])], [open(1, 'toolu_1')]],
    ['a result without its call', [user(), user([result()])], [unexpected('messages.1.content.0', 'toolu_1')]],
    [
      'a result of another call',
      [user(), assistant(call()), user([result('x')])],
      [unexpected('messages.2.content.0', 'x'), open(1, 'toolu_1')],
    ],
    [
      'two results of a call',
      [user(), assistant(call()), user([result(), result()])],
      [
        'messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: toolu_1',
      ],
    ],
    [
      'two calls of one id',
      [user(), assistant(call(), call()), user([result()])],
      ['messages.1.content.1: `tool_use` ids must be unique'],
    ],
    [
      'a call without its fields',
      [user(), assistant({ type: 'tool_use', id: 'toolu_1', input: 'x' }), user([result()])],
      [
        'messages.1.content.0.tool_use.name: Field required',
        'messages.1.content.0.tool_use.input: Input should be a valid dictionary',
      ],
    ],
    [
      'a server tool call without its result',
      [user(), assistant(search(), text('a')), user()],
      [
        'messages.1.content.0: `web_search` tool use with id `srvtoolu_1` was found without a corresponding `web_search_tool_result` block',
      ],
    ],
    [
      'a server tool result without its call',
      [user(), assistant(found(), text('a')), user()],
      [
        'messages.1.content.0: unexpected `tool_use_id` found in `web_search_tool_result` blocks: srvtoolu_1. Each `web_search_tool_result` block must have a corresponding `server_tool_use` block before it.',
      ],
    ],
    [
      'a server tool result without content',
      [user(), assistant(search(), { ...found(), content: null }), user()],
      ['messages.1.content.1.web_search_tool_result.content: Field required'],
    ],
    [
      'thinking at the end of a turn',
      [user(), assistant(text('a'), thinking), user()],
      ['messages.1: The final block in an assistant message cannot be `thinking`.'],
    ],
    [
      'thinking with an empty signature',
      [user(), assistant({ ...thinking, signature: '' }, text('a')), user()],
      ['messages.1.content.0: Invalid `signature` in `thinking` block'],
    ],
    [
      'redacted thinking without data',
      [user(), assistant({ type: 'redacted_thinking' }, text('a')), user()],
      ['messages.1.content.0.redacted_thinking.data: Field required'],
    ],
    [
      'a failed result without a reason',
      [user(), assistant(call()), user([result('toolu_1', { is_error: true, content: [] })])],
      ['messages.2.content.0.tool_result: content cannot be empty if `is_error` is true'],
    ],
    [
      'a failed result with a picture',
      [user(), assistant(call()), user([result('toolu_1', { is_error: true, content: [{ type: 'image' }] })])],
      ["messages.2.content.0.tool_result: all content must be type 'text' if `is_error` is true"],
    ],
    [
      'a change of tools by the user',
      [user([{ type: 'tool_removal' }])],
      [
        "messages.0.content.0: Input tag 'tool_removal' found using 'type' does not match any of the expected tags: those of a user message",
      ],
    ],
  ])('refuses %s', (_, messages, expected) => {
    expect(issues(messages)).toEqual(expected);
  });

  it('accepts unsigned thinking if the server does', () => {
    const messages = [user(), assistant({ type: 'thinking', thinking: 'Hm' }, text('a')), user()];
    expect(issues(messages)).toEqual(['messages.1.content.0.thinking.signature: Field required']);
    expect(issues(messages, { unsignedThinking: true })).toEqual([]);
  });

  it('does not require the earlier messages of a thread', () => {
    const messages = [user([result()])] as BetaMessageParam[];
    expect(historyIssues({ messages, thread: { type: 'continue' } })).toEqual([]);
  });
});
