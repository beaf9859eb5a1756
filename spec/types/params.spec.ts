import type * as GA from '@anthropic-ai/sdk/resources/messages';
import { describe, expect, it } from '@jest/globals';
import type { BetaMessageCreateParams } from '../../lib/types/beta-message-create-params.ts';
import type { BrowserMemberInputs, BrowserMemberName } from '../../lib/types/browser-toolset.ts';
import type { ComputerMemberInputs, ComputerMemberName } from '../../lib/types/computer-toolset.ts';
import type { MemoryCommand } from '../../lib/types/memory-command.ts';
import type { MessageCountTokensParams } from '../../lib/types/message-count-tokens-params.ts';
import type { MessageCreateParams } from '../../lib/types/message-create-params.ts';
import type { BetaMessageParam, MessageParam } from '../../lib/types/message-param.ts';
import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import type { BetaMessage, Message } from '../../lib/types/message.ts';
import { params } from '../support/params.ts';
import type { Assignable, Present, Same } from '../support/type-assertions.ts';

/** Stands for a call: its argument is checked like that of `client.messages.stream`. */
const ga = (given: MessageCreateParams) => given;
const beta = (given: BetaMessageCreateParams) => given;

const message: Message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [
    { type: 'text', text: 'Hi', citations: null },
    { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} },
  ],
  usage: { input_tokens: 1, output_tokens: 1 },
};

describe('params', () => {
  it('accept the documented params, and any model', () => {
    const given = ga({
      model: 'a-model-of-tomorrow',
      max_tokens: 1024,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi', cache_control: { type: 'ephemeral' } }] }],
      system: [{ type: 'text', text: 'Be brief.' }],
      temperature: 0.5,
      top_p: 0.9,
      top_k: 5,
      stop_sequences: ['END'],
      metadata: { user_id: 'u1' },
      thinking: { type: 'adaptive', display: 'omitted' },
      tool_choice: { type: 'tool', name: 'f', disable_parallel_tool_use: true },
      output_config: { effort: 'high', format: { type: 'json_schema', schema: {} } },
      tools: [
        { name: 'f', input_schema: { type: 'object', properties: {}, additionalProperties: false } },
        { type: 'web_search_20260318', name: 'web_search', response_inclusion: 'full' },
        { type: 'computer_toolset_20260801', configs: { zoom: { enabled: true } } },
        { type: 'tool_search_tool_bm25', name: 'tool_search_tool_bm25' },
      ],
      user_profile_id: 'profile',
      workspace_id: 'workspace',
    });
    expect(given.model).toBe('a-model-of-tomorrow');
  });

  it('refuse a misspelt or missing param', () => {
    expect([
      // @ts-expect-error -- max_tokens is missing
      ga({ model: 'claude-sonnet-5', messages: [] }),
      // @ts-expect-error -- misspelt
      ga({ ...params, temprature: 1 }),
      // @ts-expect-error -- not a number
      ga({ ...params, max_tokens: '1024' }),
      // @ts-expect-error -- an Observable of a client is never asked for `stream`
      ga({ ...params, stream: true }),
      // @ts-expect-error -- beta only
      ga({ ...params, betas: ['compact-2026-09-04'] }),
      // @ts-expect-error -- no such role
      ga({ ...params, messages: [{ role: 'robot', content: 'Hi' }] }),
      // @ts-expect-error -- misspelt inside a turn
      ga({ ...params, messages: [{ role: 'user', content: 'Hi', nmae: 'Alice' }] }),
      // @ts-expect-error -- misspelt inside a block
      ga({ ...params, messages: [{ role: 'user', content: [{ type: 'text', txt: 'Hi' }] }] }),
      // @ts-expect-error -- a text block needs its text
      ga({ ...params, system: [{ type: 'text' }] }),
      // @ts-expect-error -- budget_tokens is missing
      ga({ ...params, thinking: { type: 'enabled' } }),
      // @ts-expect-error -- name is missing
      ga({ ...params, tool_choice: { type: 'tool' } }),
      // @ts-expect-error -- input_schema is missing
      ga({ ...params, tools: [{ name: 'f' }] }),
      // @ts-expect-error -- that version has no response_inclusion
      ga({ ...params, tools: [{ type: 'web_search_20250305', name: 'web_search', response_inclusion: 'full' }] }),
      // @ts-expect-error -- no such member
      ga({ ...params, tools: [{ type: 'browser_toolset_20260801', configs: { fly: { enabled: true } } }] }),
    ]).toHaveLength(14);
  });

  it('accept a newer param from a spread variable', () => {
    const extra = { param_of_tomorrow: { deep: true } };
    expect(ga({ ...params, ...extra })).toHaveProperty('param_of_tomorrow.deep', true);
  });

  it('accept the beta params on the beta surface', () => {
    const given = beta({
      ...params,
      betas: ['context-management-2025-06-27', 'beta-of-tomorrow'],
      context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
      mcp_servers: [{ type: 'url', name: 'files', url: 'https://example.org/mcp' }],
      output_config: { task_budget: { type: 'tokens', total: 1000 } },
      thinking: { type: 'adaptive', display: 'updates' },
      tools: [
        { type: 'mcp_toolset', mcp_server_name: 'files' },
        { type: 'advisor_20260301', name: 'advisor', model: 'claude-opus-5-5' },
        {
          type: 'computer_20251124',
          name: 'computer',
          display_width_px: 800,
          display_height_px: 600,
          enable_zoom: true,
        },
        { name: 'f', input_schema: { type: 'object', required: ['a'] as const } },
      ],
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'system',
          content: [{ type: 'tool_removal', tool: { type: 'tool_reference', name: 'f' } }],
          clear_at: 'never',
          output_config: { effort: 'low' },
        },
      ],
    });
    expect(given.betas).toContain('beta-of-tomorrow');
    expect([
      // @ts-expect-error -- misspelt
      beta({ ...params, bettas: [] }),
      // @ts-expect-error -- that version has no zoom
      beta({ ...params, tools: [{ ...given.tools![2], type: 'computer_20250124', enable_zoom: true }] }),
    ]).toHaveLength(2);
  });

  it('of GA are params of beta', () => {
    expect([
      true satisfies Assignable<MessageCreateParams, BetaMessageCreateParams>,
      true satisfies Assignable<MessageParam, BetaMessageParam>,
      true satisfies Assignable<Message, BetaMessage>,
    ]).not.toContain(false);
  });

  it('of a token count have neither max_tokens nor sampling', () => {
    const { max_tokens: _, ...rest } = params;
    const given: MessageCountTokensParams = rest;
    // @ts-expect-error -- nothing is sampled
    const wrong: MessageCountTokensParams = { ...rest, temperature: 1 };
    expect(wrong).toMatchObject(given);
  });
});

describe('a reply as the next turn', () => {
  it('needs no cast', () => {
    const messages: MessageParam[] = [...params.messages];
    messages.push({ role: 'assistant', content: message.content });
    messages.push(message);
    expect(messages.slice(1)).toEqual([{ role: 'assistant', content: message.content }, message]);
    expect(
      true satisfies Assignable<BetaMessage['content'], Extract<BetaMessageParam, { role: 'assistant' }>['content']>,
    ).toBe(true);
  });
});

describe('the inputs of API-defined tools', () => {
  it('narrow by command and by member', () => {
    const pathOf = (command: MemoryCommand) => (command.command === 'rename' ? command.old_path : command.path);
    expect(pathOf({ command: 'view', path: '/memories' })).toBe('/memories');
    const target: BrowserMemberInputs['scroll_to'] = { target: { type: 'ref', ref: 'e1' } };
    expect(target.target.ref).toBe('e1');
  });

  it('are those of the official SDK, member by member', () => {
    type InputsOf<Block extends { name: string; input: unknown }> = {
      [Name in Block['name']]: Present<Extract<Block, { name: Name }>['input']>;
    };
    expect([
      true satisfies Same<BrowserMemberName, GA.BrowserMemberName>,
      true satisfies Same<ComputerMemberName, GA.ComputerMemberName>,
      true satisfies Assignable<InputsOf<GA.BrowserToolUseBlock>, Present<BrowserMemberInputs>>,
      true satisfies Assignable<Present<BrowserMemberInputs>, InputsOf<GA.BrowserToolUseBlock>>,
      true satisfies Assignable<InputsOf<GA.ComputerToolUseBlock>, Present<ComputerMemberInputs>>,
      true satisfies Assignable<Present<ComputerMemberInputs>, InputsOf<GA.ComputerToolUseBlock>>,
    ]).not.toContain(false);
  });
});

describe('an event', () => {
  it('may lack the fields that proxies omit', () => {
    const events: MessageStreamEvent[] = [
      { type: 'message_start', message },
      { type: 'message_delta', delta: {}, usage: { output_tokens: 1 } },
    ];
    expect(events).toHaveLength(2);
  });
});
