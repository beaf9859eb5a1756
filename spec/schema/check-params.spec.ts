import { describe, expect, it } from '@jest/globals';
import { tool } from '../../lib/index.ts';
import { checkCountTokensParams, checkParams } from '../../lib/schema/check-params.ts';
import { params } from '../support/params.ts';
import { readRequests } from '../support/read-recordings.ts';

const turn = { role: 'user', content: 'Hello' };
const tokens = 'must be a whole number of tokens, such as 1024, or 0 to only warm the prompt cache';
const anyTool = 'must have a name, such as { name, description, input_schema }, or the type of an API tool';
const aBlock = 'must be a block with a type, such as { type: "text", text: "Hello" }';

describe('checkParams', () => {
  it.each<[string, object]>([
    ['the smallest params', {}],
    ['max_tokens 0, which warms the prompt cache', { max_tokens: 0 }],
    ['output_format, and null for none', { output_format: { type: 'json_schema', schema: {} } }],
    [
      'output_format beside other output_config',
      { output_format: { type: 'json_schema' }, output_config: { effort: 'low' } },
    ],
    ['unknown params', { param_of_tomorrow: { deep: [1] } }],
    ['params that are undefined', { system: undefined, tools: undefined, temperature: undefined, betas: undefined }],
    ['stream, which is not asked for', { stream: 'yes' }],
    ['blocks of unknown type', { messages: [{ role: 'user', content: [{ type: 'hologram', depth: 3 }] }] }],
    ['a turn without blocks', { messages: [{ role: 'user', content: [] }] }],
    ['a prefill', { messages: [turn, { role: 'assistant', content: 'Once' }] }],
    ['a system turn without content', { messages: [turn, { role: 'system', output_config: { effort: 'low' } }] }],
    ['a system prompt of blocks', { system: [{ type: 'text', text: 'Be brief.' }] }],
    ['tools by name and by type', { tools: [{ name: 'f' }, { type: 'mcp_toolset' }, { type: null, name: 'g' }] }],
    ['the bounds of sampling', { temperature: 0, top_p: 1, top_k: 0 }],
    ['betas and headers', { betas: ['b-1'], user_profile_id: 'profile', workspace_id: 'workspace' }],
  ])('passes %s', (_, added) => {
    expect(checkParams({ ...params, ...added })).toBeUndefined();
  });

  it.each<[string, object, string, string]>([
    ['no model', { model: undefined }, 'model', 'must be the id of a model, such as "claude-sonnet-5"'],
    ['an empty model', { model: '' }, 'model', 'must be the id of a model, such as "claude-sonnet-5"'],
    ['no max_tokens', { max_tokens: undefined }, 'max_tokens', tokens],
    ['max_tokens below 0', { max_tokens: -1 }, 'max_tokens', tokens],
    ['a fractional max_tokens', { max_tokens: 1.5 }, 'max_tokens', tokens],
    ['max_tokens as string', { max_tokens: '1024' }, 'max_tokens', tokens],
    ['an infinite max_tokens', { max_tokens: Infinity }, 'max_tokens', tokens],
    [
      'messages that are a string',
      { messages: 'Hello' },
      'messages',
      'must be an array of turns, such as [{ role: "user", content: "Hello" }]',
    ],
    [
      'no turn',
      { messages: [] },
      'messages',
      'must contain at least one turn, such as { role: "user", content: "Hello" }',
    ],
    [
      'a turn that is a string',
      { messages: [turn, 'Hello'] },
      'messages[1]',
      'must be a turn, such as { role: "user", content: "Hello" }',
    ],
    [
      'an unknown role',
      { messages: [{ role: 'robot', content: 'Hello' }] },
      'messages[0].role',
      'must be "user", "assistant" or "system"',
    ],
    [
      'a turn without content',
      { messages: [{ role: 'user' }] },
      'messages[0].content',
      'is missing: pass a string or an array of blocks',
    ],
    [
      'content that is one block',
      { messages: [{ role: 'user', content: { type: 'text', text: 'Hello' } }] },
      'messages[0].content',
      'must be a string or an array of blocks, such as [{ type: "text", text: "Hello" }]',
    ],
    [
      'a block without type',
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }, { text: 'Hello' }] }] },
      'messages[0].content[1]',
      aBlock,
    ],
    ['a block that is a string', { system: ['Be brief.'] }, 'system[0]', aBlock],
    [
      'a system prompt that is a number',
      { system: 5 },
      'system',
      'must be a string or an array of blocks, such as [{ type: "text", text: "Hello" }]',
    ],
    ['tools that are one tool', { tools: { name: 'f' } }, 'tools', 'must be an array of tools'],
    ['a tool without name and type', { tools: [{ description: 'f' }] }, 'tools[0]', anyTool],
    [
      'a tool for runTools',
      { tools: [tool({ name: 'f', description: 'F', inputSchema: { type: 'object' }, run: () => '' })] },
      'tools[0]',
      'is from tool(): pass it to runTools(), or pass its definition',
    ],
    ['a tool with an empty name', { tools: [{ name: '' }] }, 'tools[0]', anyTool],
    ['a tool with a name that is not a string', { tools: [{ name: 5, type: 'custom' }] }, 'tools[0]', anyTool],
    [
      'a tool that is a string',
      { tools: ['f'] },
      'tools[0]',
      'must be a tool, such as { name, description, input_schema }',
    ],
    [
      'a tool_choice that is a string',
      { tool_choice: 'auto' },
      'tool_choice',
      'must be an object with a type, such as { type: "auto" }',
    ],
    [
      'thinking that is true',
      { thinking: true },
      'thinking',
      'must be an object with a type, such as { type: "adaptive" }',
    ],
    [
      'thinking without type',
      { thinking: { budget_tokens: 2048 } },
      'thinking.type',
      'must be an object with a type, such as { type: "adaptive" }',
    ],
    ['stop_sequences that are a string', { stop_sequences: 'END' }, 'stop_sequences', 'must be an array of strings'],
    ['a stop sequence that is not a string', { stop_sequences: ['a', 5] }, 'stop_sequences[1]', 'must be a string'],
    ['metadata that is a string', { metadata: 'u1' }, 'metadata', 'must be an object, such as { user_id: "…" }'],
    ['a temperature above 1', { temperature: 1.1 }, 'temperature', 'must not be above 1'],
    ['a temperature below 0', { temperature: -0.1 }, 'temperature', 'must not be below 0'],
    ['a temperature that is not a number', { temperature: NaN }, 'temperature', 'must be a number from 0 to 1'],
    ['a top_p as string', { top_p: '0.5' }, 'top_p', 'must be a number from 0 to 1'],
    ['a fractional top_k', { top_k: 0.5 }, 'top_k', 'must be a whole number'],
    ['a top_k below 0', { top_k: -1 }, 'top_k', 'must not be below 0'],
    [
      'both names of the format',
      { output_format: { type: 'json_schema' }, output_config: { format: { type: 'json_schema' } } },
      'output_format',
      'is the older name of output_config.format; set only one of them',
    ],
    [
      'an output_config that is a string',
      { output_config: 'low' },
      'output_config',
      'must be an object, such as { effort: "low" }',
    ],
    [
      'an output_format that is a string',
      { output_format: 'json' },
      'output_format',
      'must be an object, such as { type: "json_schema", schema }',
    ],
    ['betas that are a string', { betas: 'b-1' }, 'betas', 'must be an array of strings'],
    ['a beta with a line break', { betas: ['b-1\n'] }, 'betas[0]', 'must be plain ASCII without line breaks'],
    ['a header that is not a string', { user_profile_id: 5 }, 'user_profile_id', 'must be a string'],
    [
      'a header no request can carry',
      { workspace_id: 'Büro' },
      'workspace_id',
      'must be plain ASCII without line breaks',
    ],
  ])('refuses %s', (_, changed, path, message) => {
    expect(checkParams({ ...params, ...changed })?.issues).toEqual([{ path, message }]);
  });

  it.each([[null], ['Hello'], [[]], [undefined]])('refuses %j as params', (value) => {
    expect(checkParams(value)?.issues).toEqual([
      { path: '', message: 'must be an object, such as { model, max_tokens, messages }' },
    ]);
  });

  it.each([null, undefined, 'Hello', 5])('refuses %j as a message, with one issue', (message) => {
    expect(checkParams({ ...params, messages: [message] })?.issues.map(({ path }) => path)).toEqual(['messages[0]']);
  });

  it('reports all issues together', () => {
    const issues = checkParams({ messages: [{ role: 'robot', content: 5 }], temperature: 2 })?.issues;
    expect(issues?.map(({ path }) => path).sort()).toEqual([
      'max_tokens',
      'messages[0].content',
      'messages[0].role',
      'model',
      'temperature',
    ]);
  });

  it('lists ten issues and counts the others, however many and however deep', () => {
    const many = 5_000;
    const turns = checkParams({ ...params, messages: Array.from({ length: many }, () => ({ role: 'robot' })) });
    expect(turns?.issues).toHaveLength(10);
    expect(turns?.issues[9]).toMatchObject({ path: 'messages[9].role' });
    expect(turns?.more).toBe(many - 10);
    const blocks = checkParams({ ...params, messages: [{ role: 'user', content: new Array(200_000).fill({}) }] });
    expect(blocks).toMatchObject({ more: 199_990 });
    expect(blocks?.issues[9]).toEqual({ path: 'messages[0].content[9]', message: aBlock });
    for (const name of ['tools', 'betas', 'stop_sequences']) {
      expect(checkParams({ ...params, [name]: new Array(many).fill(5) })).toMatchObject({ more: many - 10 });
    }
  });

  it('accepts frozen params, since it changes nothing', () => {
    expect(checkParams(Object.freeze({ ...params, messages: Object.freeze([Object.freeze(turn)]) }))).toBeUndefined();
  });
});

describe('checkCountTokensParams', () => {
  it('does not require max_tokens', () => {
    expect(checkCountTokensParams({ model: 'claude-sonnet-5', messages: [turn] })).toBeUndefined();
  });

  it('checks the params that it shares with create()', () => {
    expect(
      checkCountTokensParams({ model: '', messages: [turn], tools: [{}] })?.issues.map(({ path }) => path),
    ).toEqual(['model', 'tools[0]']);
  });

  it.each([[null], ['Hello']])('refuses %j as params', (value) => {
    expect(checkCountTokensParams(value)?.issues).toEqual([
      { path: '', message: 'must be an object, such as { model, messages }' },
    ]);
  });
});

const requests = readRequests();

describe('checkParams on recorded requests', () => {
  it.each(requests)('passes %s', (_, request) => {
    expect(checkParams(request)).toBeUndefined();
  });
});
