import { describe, expect, it } from '@jest/globals';
import {
  callerOf,
  field,
  isServerCall,
  pairedBlocks,
  type Partners,
  withoutLastThinking,
} from '../../lib/accumulate/paired-blocks.ts';

const call = (id: string, caller?: string) => ({
  type: 'tool_use',
  id,
  ...(caller && { caller: { tool_id: caller } }),
});
const server = (id: string) => ({ type: 'server_tool_use', id });
const result = (id: string) => ({ type: 'web_search_tool_result', tool_use_id: id });
const text = { type: 'text', id: 'text' };
const thinking = { type: 'thinking', id: 'thinking' };

/** The ids of the blocks that stay; `=` before those of results. */
const kept = (blocks: readonly { type: string }[], partners: Partial<Partners> = {}) =>
  pairedBlocks(blocks, { pending: 'never', ...partners }).map((block) =>
    'id' in block ? block.id : `=${field(block, 'tool_use_id') as string}`,
  );

describe('pairedBlocks', () => {
  it.each<[string, { type: string }[], Partial<Partners>, string[]]>([
    ['calls while nobody knows what is answered', [call('a'), call('b')], {}, ['a', 'b']],
    ['calls that are answered', [call('a'), call('b')], { answered: new Set(['b']) }, ['b']],
    ['server calls with their results', [server('s'), result('s'), server('t')], {}, ['s', '=s']],
    ['results of earlier calls', [result('s'), result('t')], { called: new Set(['s']) }, ['=s']],
    ['the first of two calls with one id', [call('a'), call('a'), server('a')], {}, ['a']],
    ['the first of two results', [server('s'), result('s'), result('s')], {}, ['s', '=s']],
    ['no result before its call, and no such call', [result('s'), server('s')], {}, []],
    [
      'no open server call after a call that it should make',
      [call('a', 's'), server('s')],
      { pending: 'beside calls' },
      [],
    ],
    ['open server calls always', [server('s')], { pending: 'always' }, ['s']],
    ['open server calls beside a call', [server('s'), call('a')], { pending: 'beside calls' }, ['s', 'a']],
    ['no open server calls beside text', [server('s'), text], { pending: 'beside calls' }, ['text']],
    [
      'no open server calls beside a call without answer',
      [server('s'), call('a'), text],
      { pending: 'beside calls', answered: new Set() },
      ['text'],
    ],
    ['calls of code that stays', [server('s'), call('a', 's')], { pending: 'beside calls' }, ['s', 'a']],
    ['calls of code of an earlier turn', [call('a', 's')], { called: new Set(['s']) }, ['a']],
    ['no calls of unknown code', [text, call('a', 's')], {}, ['text']],
    [
      'no open server call beside a call of unknown code',
      [text, server('s'), call('a', 'x')],
      { pending: 'beside calls' },
      ['text'],
    ],
    ['results that are newer than this library', [{ type: 'newer_result', tool_use_id: 'x' }], {}, ['=x']],
    ['text, and no thinking at the end', [thinking, text, thinking], {}, ['thinking', 'text']],
    ['no thinking before a call that is left out', [text, thinking, call('a')], { answered: new Set() }, ['text']],
  ])('keeps %s', (_, blocks, partners, expected) => {
    expect(kept(blocks, partners)).toEqual(expected);
  });
});

describe('withoutLastThinking', () => {
  it('removes all thinking at the end', () => {
    const redacted = { type: 'redacted_thinking' };
    expect(withoutLastThinking([thinking, text, thinking, redacted])).toEqual([thinking, text]);
    expect(withoutLastThinking([thinking, redacted])).toEqual([]);
    const others = [{ type: 'rethinking' }, { type: 'thinking_result' }];
    expect(withoutLastThinking(others)).toEqual(others);
    expect(withoutLastThinking(others.slice(0, 1))).toEqual(others.slice(0, 1));
  });
});

describe('the readers of a block', () => {
  it('know the calls that servers run', () => {
    const types = ['server_tool_use', 'mcp_tool_use', 'tool_use', 'text'];
    expect(types.map((type) => isServerCall({ type }))).toEqual([true, true, false, false]);
  });

  it('find the caller', () => {
    const withCaller = (caller: unknown) => callerOf({ type: 'tool_use', caller } as { type: string });
    expect([{ type: 'direct' }, { tool_id: 's' }, null, 's', undefined].map(withCaller)).toEqual([
      undefined,
      's',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
