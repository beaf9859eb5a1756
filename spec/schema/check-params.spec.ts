import { describe, expect, it } from '@jest/globals';
import { checkCountTokensParams, checkParams } from '../../lib/schema/check-params.ts';
import { params } from '../support/params.ts';
import { readRequests } from '../support/read-recordings.ts';

const turn = { role: 'user', content: 'Hello' };
const tokens = 'must be a whole number of tokens above 0, such as 1024; to only warm the prompt cache, ask for 1 token';
const anyTool = 'must have a name, such as { name, description, input_schema }, or the type of an API tool';
const aBlock = 'must be a block with a type, such as { type: "text", text: "Hello" }';

describe('checkParams', () => {
  it.each<[string, object]>([
    ['the smallest params', {}],
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
    ['max_tokens 0', { max_tokens: 0 }, 'max_tokens', tokens],
    ['max_tokens below 0', { max_tokens: -1 }, 'max_tokens', tokens],
    ['a broken max_tokens', { max_tokens: 1.5 }, 'max_tokens', tokens],
    ['max_tokens as string', { max_tokens: '1024' }, 'max_tokens', tokens],
    ['max_tokens without end', { max_tokens: Infinity }, 'max_tokens', tokens],
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
      'must hold at least one turn, such as { role: "user", content: "Hello" }',
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
      'is missing: give a string or an array of blocks',
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
    ['a tool with an empty name', { tools: [{ name: '' }] }, 'tools[0]', anyTool],
    ['a tool with a name that is no string', { tools: [{ name: 5, type: 'custom' }] }, 'tools[0]', anyTool],
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
    ['a stop sequence that is no string', { stop_sequences: ['a', 5] }, 'stop_sequences[1]', 'must be a string'],
    ['metadata that is a string', { metadata: 'u1' }, 'metadata', 'must be an object, such as { user_id: "…" }'],
    ['a temperature above 1', { temperature: 1.1 }, 'temperature', 'must not be above 1'],
    ['a temperature below 0', { temperature: -0.1 }, 'temperature', 'must not be below 0'],
    ['a temperature that is no number', { temperature: NaN }, 'temperature', 'must be a number from 0 to 1'],
    ['a top_p as string', { top_p: '0.5' }, 'top_p', 'must be a number from 0 to 1'],
    ['a broken top_k', { top_k: 0.5 }, 'top_k', 'must be a whole number'],
    ['a top_k below 0', { top_k: -1 }, 'top_k', 'must not be below 0'],
    ['betas that are a string', { betas: 'b-1' }, 'betas', 'must be an array of strings'],
    ['a beta with a line break', { betas: ['b-1\n'] }, 'betas[0]', 'must be plain ASCII without line breaks'],
    ['a header that is no string', { user_profile_id: 5 }, 'user_profile_id', 'must be a string'],
    [
      'a header no request can carry',
      { workspace_id: 'Büro' },
      'workspace_id',
      'must be plain ASCII without line breaks',
    ],
  ])('refuses %s', (_, changed, path, message) => {
    expect(checkParams({ ...params, ...changed })).toEqual([{ path, message }]);
  });

  it.each([[null], ['Hello'], [[]], [undefined]])('refuses %j as params', (value) => {
    expect(checkParams(value)).toEqual([
      { path: '', message: 'must be an object, such as { model, max_tokens, messages }' },
    ]);
  });

  it('names all that is wrong at once', () => {
    const issues = checkParams({ messages: [{ role: 'robot', content: 5 }], temperature: 2 });
    expect(issues?.map(({ path }) => path).sort()).toEqual([
      'max_tokens',
      'messages[0].content',
      'messages[0].role',
      'model',
      'temperature',
    ]);
  });

  it('takes frozen params, since it changes nothing', () => {
    expect(checkParams(Object.freeze({ ...params, messages: Object.freeze([Object.freeze(turn)]) }))).toBeUndefined();
  });
});

describe('checkCountTokensParams', () => {
  it('asks for no max_tokens', () => {
    expect(checkCountTokensParams({ model: 'claude-sonnet-5', messages: [turn] })).toBeUndefined();
  });

  it('checks what it shares with a call for a reply', () => {
    expect(checkCountTokensParams({ model: '', messages: [turn], tools: [{}] })?.map(({ path }) => path)).toEqual([
      'model',
      'tools[0]',
    ]);
  });

  it.each([[null], ['Hello']])('refuses %j as params', (value) => {
    expect(checkCountTokensParams(value)).toEqual([
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
