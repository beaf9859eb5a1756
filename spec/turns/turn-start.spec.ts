import { describe, expect, it } from '@jest/globals';
import { EMPTY, of, throwError } from 'rxjs';
import type { MessageCreateParams } from '../../lib/index.ts';
import type { TurnOutcome } from '../../lib/turns/run-turn.ts';
import type { PrepareTurn } from '../../lib/turns/tool-run-options.ts';
import { endOf, firstTurn, preparedParams, requestOf } from '../../lib/turns/turn-start.ts';
import type { ToolResultBlockParam } from '../../lib/types/tool-result-block-param.ts';
import { emptyMessage } from '../support/events.ts';
import { params } from '../support/params.ts';
import { add } from './scripted-run.ts';

const start = firstTurn(params);
const hi = { role: 'user', content: 'Hi' } as const;

describe('firstTurn', () => {
  it('starts from the params', () => {
    expect(start).toEqual({ number: 1, params, messages: params.messages, usage: undefined, container: undefined });
  });
});

describe('preparedParams', () => {
  function prepared(prepareTurn?: PrepareTurn<MessageCreateParams>): unknown[] {
    const seen: unknown[] = [];
    preparedParams(prepareTurn, { number: 2, params, messages: [hi] }).subscribe({
      next: (value) => seen.push(value),
      error: (error: unknown) => seen.push(error),
    });
    return seen;
  }
  const plain = { ...params, messages: [hi] };

  it.each<[string, PrepareTurn<MessageCreateParams> | undefined, unknown]>([
    ['without prepareTurn', undefined, plain],
    ['without changes', () => undefined, plain],
    ['with changes', () => ({ max_tokens: 7 }), { ...plain, max_tokens: 7 }],
    ['with other messages', () => ({ messages: [] }), { ...params, messages: [] }],
    ['with the last of several changes', () => of({ max_tokens: 7 }, { max_tokens: 8 }), { ...plain, max_tokens: 8 }],
    ['without a value', () => EMPTY, plain],
    ['with an error', () => throwError(() => new Error('mine')), new Error('mine')],
  ])('emits the params of a turn %s', (_, prepareTurn, expected) => {
    expect(prepared(prepareTurn)).toEqual([expected]);
  });

  it('passes the number of the turn, and its messages', () => {
    const given: unknown[] = [];
    prepared((next) => void given.push(next));
    expect(given).toEqual([{ turn: 2, messages: [hi] }]);
  });
});

describe('requestOf', () => {
  const { definition } = add;
  const request = (changes: object, container?: string) =>
    requestOf({ params: { ...params, ...changes }, messages: [hi], container }, [definition]);

  it('has the messages of the turn, and the tools of the run after those of the params', () => {
    const own = { name: 'search', input_schema: { type: 'object' as const } };
    expect(request({})).toEqual({ ...params, messages: [hi], tools: [definition] });
    expect(request({ tools: [own] }).tools).toEqual([own, definition]);
  });

  it.each<[string, unknown, string | undefined, unknown]>([
    ['none', undefined, undefined, undefined],
    ['that of the reply before', undefined, 'c_1', 'c_1'],
    ['that of the reply before, in place of null', null, 'c_1', 'c_1'],
    ['that of the params', 'mine', 'c_1', 'mine'],
    ['that of the params, with skills', { id: 'mine', skills: [] }, 'c_1', { id: 'mine', skills: [] }],
    ['the skills of the params in the container before', { skills: [] }, 'c_1', { skills: [], id: 'c_1' }],
    ['the skills of the params in a new container', { skills: [] }, undefined, { skills: [] }],
    ['the skills of params whose id is null', { id: null, skills: [] }, 'c_1', { skills: [], id: 'c_1' }],
  ])('has as container %s', (_, container, before, expected) => {
    expect(request(container === undefined ? {} : { container }, before)).toEqual({
      ...params,
      messages: [hi],
      tools: [definition],
      ...(expected !== undefined && { container: expected }),
    });
  });
});

describe('endOf', () => {
  const result: ToolResultBlockParam = { type: 'tool_result', tool_use_id: 'x', content: '3' };
  const use = { type: 'tool_use', id: 'x', name: 'add', input: {} } as const;
  const end = (changes: object, results: TurnOutcome['results'] = new Map(), container?: string) =>
    endOf(
      { ...start, container },
      { type: 'outcome', message: { ...emptyMessage, content: [use], ...changes }, results },
    );
  const answered = new Map([['x', result]]);

  it('has the event of the turn, and the start of the next one', () => {
    const { finished, next, goesOn } = end({ stop_reason: 'tool_use' }, answered);
    const messages = [...params.messages, { role: 'assistant', content: [use] }, { role: 'user', content: [result] }];
    const message = { ...emptyMessage, content: [use], stop_reason: 'tool_use' };
    expect(finished).toEqual({ type: 'turn_finished', turn: 1, message, messages, usage: emptyMessage.usage });
    expect(next).toEqual({ number: 2, params, messages, usage: emptyMessage.usage, container: undefined });
    expect(goesOn).toBe(true);
  });

  it.each<[boolean, string, TurnOutcome['results']]>([
    [true, 'tool_use', answered],
    [true, 'end_turn', answered],
    [false, 'end_turn', new Map()],
    [false, 'tool_use', new Map()],
    [true, 'pause_turn', new Map()],
    [false, 'max_tokens', answered],
    [false, 'refusal', answered],
  ])('continues: %p after %s with the results %p', (goesOn, stop_reason, results) => {
    expect(end({ stop_reason }, results).goesOn).toBe(goesOn);
  });

  it('keeps the newest container', () => {
    const container = { id: 'c_2', expires_at: '' };
    expect([end({ container }, answered, 'c_1'), end({}, answered, 'c_1')].map(({ next }) => next.container)).toEqual([
      'c_2',
      'c_1',
    ]);
  });
});
