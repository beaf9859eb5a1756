import { describe, expect, it } from '@jest/globals';
import { availableTools } from '../../lib/turns/available-tools.ts';
import type { BetaMessageParam } from '../../lib/types/message-param.ts';
import { running } from './scripted-run.ts';

const tools = ['a', 'b'].map((name) => running(() => name, name));
const change = (type: string, tool: object) => ({ type, tool });
const reference = (name: string) => ({ type: 'tool_reference', name });
const turn = (role: string, ...content: object[]) => ({ role, content }) as BetaMessageParam;
const names = (...turns: BetaMessageParam[]) => [...availableTools(tools, turns).keys()];
const remove = (name: string) => change('tool_removal', reference(name));

describe('availableTools', () => {
  it.each<[string, BetaMessageParam[], string[]]>([
    ['all without changes', [{ role: 'user', content: 'Hi' }], ['a', 'b']],
    ['all with a stored turn without content', [{ role: 'assistant', content: null as never }], ['a', 'b']],
    ['those that a system message does not remove', [turn('system', remove('a'))], ['b']],
    [
      'those that one adds again',
      [turn('system', remove('a'), remove('b')), turn('system', change('tool_addition', reference('a')))],
      ['a'],
    ],
    [
      'those that an added definition names',
      [
        turn('system', remove('a')),
        turn('system', change('tool_addition', { type: 'tool_definition', definition: { name: 'a' } })),
      ],
      ['b', 'a'],
    ],
    ['all when a user message would remove one', [turn('user', remove('a'))], ['a', 'b']],
    ['all when an unknown tool is removed', [turn('system', remove('other'))], ['a', 'b']],
    [
      'all when a definition has no name',
      [turn('system', change('tool_removal', { type: 'tool_definition', definition: {} }))],
      ['a', 'b'],
    ],
    ['without a tool that has no definition', [turn('system', change('tool_addition', reference('c')))], ['a', 'b']],
    ['those that a compaction keeps', [turn('assistant', { type: 'compaction', tool_changes: [remove('b')] })], ['a']],
    ['all after a compaction without changes', [turn('assistant', { type: 'compaction' })], ['a', 'b']],
    [
      'all when another block of a system message names one',
      [turn('system', change('text', reference('a')))],
      ['a', 'b'],
    ],
  ])('are %s', (_, turns, expected) => {
    expect(names(...turns)).toEqual(expected);
  });

  it('are the given tools by name', () => {
    expect(availableTools(tools, []).get('a')).toBe(tools[0]);
  });
});
