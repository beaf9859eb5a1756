import { describe, expect, it, jest } from '@jest/globals';
import { EMPTY } from 'rxjs';
import type { MessageCreateParams } from '../../lib/index.ts';
import { checkRun, checkSource, checkTurns } from '../../lib/turns/check-run.ts';
import { params } from '../support/params.ts';
import { add } from './scripted-run.ts';

const source = () => EMPTY;
const check = (options: unknown, request = params) => checkRun('runTools', source, request, options as { tools: [] }); // like from JavaScript
const count = 'pass a whole number of 1 or more';
const notATool = 'must have name, definition and run; make it with tool()';

describe('checkRun', () => {
  it.each<[string, unknown]>([
    ['only tools', { tools: [add] }],
    [
      'all options',
      {
        tools: [],
        maxTurns: 1,
        concurrency: Infinity,
        eager: true,
        approve: () => true,
        steer$: [],
        signal: new AbortController().signal,
      },
    ],
    ['a tool whose definition is made later', { tools: [{ name: 'f', get definition() { throw new Error('too early'); }, run: () => '' }] }], // prettier-ignore
    ['steering by an Observable', { tools: [], steer$: EMPTY }],
  ])('accepts %s', (_, options) => {
    expect(() => check(options)).not.toThrow();
  });

  it.each<[string, unknown, string]>([
    ['no options', undefined, 'options must be an object, such as { tools }'],
    ['no tools', {}, 'tools: is missing; pass an array'],
    ['no turn', { tools: [], maxTurns: 0 }, `maxTurns: is 0; ${count}`],
    ['half a turn', { tools: [], maxTurns: 1.5 }, `maxTurns: is 1.5; ${count}`],
    ['no running tool', { tools: [], concurrency: 0 }, `concurrency: is 0; ${count}`],
    ['NaN running tools', { tools: [], concurrency: NaN }, `concurrency: is NaN; ${count}`],
    ['an eager that is a text', { tools: [], eager: 'yes' }, 'eager: is a string; pass true or false'],
    ['an approval that is a value', { tools: [], approve: true }, 'approve: is true; pass a function'],
    ['a stopWhen that is a value', { tools: [], stopWhen: 3 }, 'stopWhen: is 3; pass a function'],
    ['a prepareTurn that is an object', { tools: [], prepareTurn: {} }, 'prepareTurn: is an object; pass a function'],
    [
      'steering by a function',
      { tools: [], steer$: () => EMPTY },
      'steer$: is a function; pass an Observable of user messages',
    ],
    [
      'a controller as signal',
      { tools: [], signal: new AbortController() },
      'signal: is an object; pass an AbortSignal, such as the signal of an AbortController',
    ],
    [
      'a signal of null',
      { tools: [], signal: null },
      'signal: is null; pass an AbortSignal, such as the signal of an AbortController',
    ],
    [
      'a signal of text',
      { tools: [], signal: 'aborted' },
      'signal: is a string; pass an AbortSignal, such as the signal of an AbortController',
    ],
    ['a tool that is null', { tools: [add, null] }, `tools.1: ${notATool}`],
    ['a tool that is text', { tools: ['add'] }, `tools.0: ${notATool}`],
    ['a tool without run', { tools: [{ name: 'f', definition: {} }] }, `tools.0: ${notATool}`],
    ['a run that is text', { tools: [{ name: 'f', definition: {}, run: 'x' }] }, `tools.0: ${notATool}`],
    ['a tool without definition', { tools: [{ name: 'f', run: () => '' }] }, `tools.0: ${notATool}`],
    ['a tool without name', { tools: [{ definition: {}, run: () => '' }] }, `tools.0: ${notATool}`],
    ['a name that is a number', { tools: [{ name: 5, definition: {}, run: () => '' }] }, `tools.0: ${notATool}`],
    ['two tools of a name', { tools: [add, add] }, 'tools: contains several tools with the name "add"'],
    ['three tools of a name', { tools: [add, add, add] }, 'tools: contains several tools with the name "add"'],
  ])('refuses %s', (_, options, message) => {
    expect(() => check(options)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError', message: `runTools: ${message}` }),
    );
  });

  it('searches the list of tools for none of its names', () => {
    const indexOf = jest.spyOn(Array.prototype, 'indexOf');
    check({ tools: Array.from({ length: 1_000 }, (_, n) => ({ ...add, name: `f${n}` })) });
    expect(indexOf).not.toHaveBeenCalled();
    indexOf.mockRestore();
  });

  it('refuses a tool with the name of an API tool', () => {
    const request: MessageCreateParams = { ...params, tools: [{ name: 'add', input_schema: { type: 'object' } }] };
    expect(() => check({ tools: [add] }, request)).toThrow('tools: contains several tools with the name "add"');
  });

  it('ignores API tools without a name, and params that the run itself refuses', () => {
    const nameless = [{ type: 'mcp_toolset' }, { type: 'mcp_toolset' }] as never;
    expect(() => check({ tools: [add] }, { ...params, tools: nameless })).not.toThrow();
    expect(() => check({ tools: [add] }, { ...params, tools: 'add' as never })).not.toThrow();
    expect(() => check({ tools: [add] }, null as never)).not.toThrow();
  });
});

describe('checkSource', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a whole client', { messages: { stream: () => EMPTY } }],
    ['a stream that is an Observable', { stream: EMPTY }],
  ])('refuses %s', (_, wrong) => {
    const message = 'must be client.messages, client.beta.messages or a function such as (params) => events$';
    expect(() => checkSource('runTools', wrong)).toThrow(`runTools: source: ${message}`);
    expect(() => checkRun('runTools', wrong, params, { tools: [] })).toThrow(`runTools: source: ${message}`);
  });

  it('accepts a function, and an object with stream()', () => {
    for (const right of [source, { stream: source }]) expect(() => checkSource('runTools', right)).not.toThrow();
  });
});

describe('checkTurns', () => {
  it.each([null, undefined, {}, { messages: 'Hi' }])('refuses %j', (request) => {
    expect(() => checkTurns(request as never)).toThrow(
      expect.objectContaining({
        name: 'InvalidParamsError',
        issues: [
          { path: 'messages', message: 'must be an array of turns, such as [{ role: "user", content: "Hello" }]' },
        ],
      }),
    );
  });

  it('refuses params that make every reply a summary', () => {
    const issues = [
      {
        path: 'compaction',
        message: 'makes every reply of the run a summary; request the summary with messages.stream()',
      },
    ];
    expect(() => checkTurns({ ...params, compaction: { type: 'summarize' } })).toThrow(
      expect.objectContaining({ name: 'InvalidParamsError', issues }),
    );
  });

  it('accepts params with turns', () => {
    expect(() => checkTurns(params)).not.toThrow();
    expect(() => checkTurns({ ...params, compaction: null })).not.toThrow();
  });
});
