import { describe, expect, it } from '@jest/globals';
import { EMPTY, lastValueFrom, NEVER, type Observable, of, Subject, throwError, toArray } from 'rxjs';
import { finalText, type MessageCreateParams, textDeltas, type ToolResultContent } from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { ToolError } from '../../lib/errors/tool-error.ts';
import { turnEvents } from '../../lib/turns/turn-events.ts';
import type { Approval } from '../../lib/turns/plan-call.ts';
import { runTools } from '../../lib/turns/run-tools.ts';
import type { RunnableTool } from '../../lib/turns/tool.ts';
import { params } from '../support/params.ts';
import { add, call, eventsOf, finished, type Options, running, scripted } from './scripted-run.ts';

const failing = (error: unknown) => running(() => throwError(() => error));

describe('a run', () => {
  it('sends nothing before it is subscribed, and again for each subscriber', async () => {
    const { requests, run$ } = scripted(['one', 'two'], { tools: [] });
    expect(requests).toHaveLength(0);
    expect((await finished(run$)).message.content).toEqual([{ type: 'text', text: 'one' }]);
    expect((await finished(run$)).message.content).toEqual([{ type: 'text', text: 'two' }]);
  });

  it('with wrong options is refused when it is made', () => {
    expect(() => runTools(() => EMPTY, params, {} as Options)).toThrow('runTools: tools: is missing; pass an array');
  });

  it.each([null, {}, { ...params, messages: 'Hi' }])('of %j fails before the first request', async (request) => {
    const { requests, run$ } = scripted(['one'], { tools: [] }, request as MessageCreateParams);
    await expect(lastValueFrom(run$)).rejects.toMatchObject({
      name: 'InvalidParamsError',
      issues: [{ path: 'messages' }],
    });
    expect(requests).toHaveLength(0);
  });

  it('reports to the model that the value of a tool has no JSON', async () => {
    const tool = { ...add, run: () => 5n as never }; // like from JavaScript
    const { run$ } = scripted([{ content: call('add', { a: 1, b: 2 }, 'x') }, 'Sorry'], { tools: [tool] });
    expect(await eventsOf(run$)).toMatchObject([
      { type: 'tool_started' },
      { type: 'tool_failed', result: { content: expect.stringMatching(/BigInt$/), is_error: true } },
      { type: 'turn_finished' },
      { type: 'turn_finished' },
      { type: 'run_finished' },
    ]);
  });

  it('sends the results of a turn back in call order and ends with the reply to them', async () => {
    const content = ['Adding', call('add', { a: 1, b: 2 }, 'x'), call('add', { a: 3, b: 4 }, 'y')] as const;
    const { requests, run$ } = scripted([{ content }, 'Done'], { tools: [add] });
    const { messages, message, usage } = await finished(run$);
    expect(messages).toEqual([
      ...params.messages,
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Adding' },
          { type: 'tool_use', id: 'x', name: 'add', input: { a: 1, b: 2 } },
          { type: 'tool_use', id: 'y', name: 'add', input: { a: 3, b: 4 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'x', content: '3' },
          { type: 'tool_result', tool_use_id: 'y', content: '7' },
        ],
      },
      { role: 'assistant', content: [{ type: 'text', text: 'Done' }] },
    ]);
    expect(message.content).toEqual([{ type: 'text', text: 'Done' }]);
    expect(usage.input_tokens).toBe(20);
    expect(requests[1]?.messages).toEqual(messages.slice(0, 3));
    expect(requests[0]?.tools).toEqual([add.definition]);
  });

  it('tags events with their turn and emits them unchanged', async () => {
    const first = messageEvents({ content: call('add', { a: 1, b: 2 }, 'x') });
    const { run$ } = scripted([first, 'Done'], { tools: [add] });
    const events = await lastValueFrom(run$.pipe(toArray()));
    expect(events.slice(0, first.length).map((event) => event.type === 'message_event' && event.event)).toEqual(first);
    expect(events[0]).toEqual({ type: 'message_event', turn: 1, event: first[0] });
    expect((events[0] as { event: unknown }).event).toBe(first[0]);
    expect(events.slice(first.length, first.length + 3)).toMatchObject([
      { type: 'tool_started', turn: 1, toolUse: { id: 'x' } },
      { type: 'tool_finished', turn: 1, toolUse: { id: 'x' }, result: { content: '3' } },
      { type: 'turn_finished', turn: 1, message: { stop_reason: 'tool_use' } },
    ]);
    expect(events.slice(-2)).toMatchObject([{ type: 'turn_finished', turn: 2 }, { type: 'run_finished' }]);
  });

  it('passes its replies to every operator through turnEvents', async () => {
    const content = ['Adding ', call('add', { a: 1, b: 2 }, 'x')] as const;
    const { run$ } = scripted([{ content }, 'Done', { content }, 'Done'], { tools: [add] });
    expect(await lastValueFrom(run$.pipe(turnEvents(), textDeltas(), toArray()))).toEqual(['Adding ', 'Done']);
    expect(await lastValueFrom(run$.pipe(turnEvents(), finalText()))).toBe('Done');
  });

  it('keeps tools of params, which the API runs', async () => {
    const search = { type: 'web_search_20260318', name: 'web_search' } as const;
    const { requests, run$ } = scripted(['Hi'], { tools: [add] }, { ...params, tools: [search] });
    await finished(run$);
    expect(requests[0]?.tools).toEqual([search, add.definition]);
  });
});

describe('the result of a failed call', () => {
  const input = { a: 1, b: 2 };
  it.each<[string, RunnableTool[], ReturnType<typeof call>, unknown]>([
    ['an error', [failing(new Error('broken'))], call('f', {}, 'x'), 'Error: broken'],
    ['a value that is not an error', [failing('broken')], call('f', {}, 'x'), 'Error: broken'],
    ['a ToolError', [failing(new ToolError('Try b.'))], call('f', {}, 'x'), 'Try b.'],
    ['an exception', [running(() => { throw new Error('thrown'); })], call('f', {}, 'x'), 'Error: thrown'], // prettier-ignore
    ['a rejection', [running(() => Promise.reject(new Error('late')))], call('f', {}, 'x'), 'Error: late'],
    ['an unknown tool', [add], call('g', input, 'x'), "Error: Tool 'g' not found"],
  ])('has the message of %s', async (_, tools, content, expected) => {
    const { requests, run$ } = scripted([{ content }, 'Done'], { tools });
    const events = await eventsOf(run$);
    const result = { type: 'tool_result', tool_use_id: 'x', content: expected, is_error: true };
    expect(events).toContainEqual(expect.objectContaining({ type: 'tool_failed', result }));
    expect(requests[1]?.messages.at(-1)).toEqual({ role: 'user', content: [result] });
  });

  it('has the blocks of a ToolError', async () => {
    const content = [{ type: 'text', text: 'no' } as const];
    const { run$ } = scripted([{ content: call('f', {}, 'x') }, 'Done'], { tools: [failing(new ToolError(content))] });
    expect((await finished(run$)).messages[2]?.content).toEqual([
      { type: 'tool_result', tool_use_id: 'x', content, is_error: true },
    ]);
  });

  it('names the invalid fields of its input, and the tool does not run', async () => {
    const { run$ } = scripted([{ content: call('add', { a: 1, b: 'x' }, 'x') }, 'Done'], { tools: [add] });
    const events = await eventsOf(run$);
    expect(events.map(({ type }) => type)).toEqual(['tool_failed', 'turn_finished', 'turn_finished', 'run_finished']);
    expect(events[0]).toMatchObject({ error: { name: 'ToolError' }, result: { is_error: true } });
    expect((events[0] as { result: { content: string } }).result.content).toMatch(
      /^Error: The input does not follow the schema:\n- b: .*number/,
    );
  });

  it('reports that its input is invalid JSON', async () => {
    const content = { tool_use: { name: 'add', id: 'x', fragments: ['{"a":1', '"b"}'] } };
    const { run$ } = scripted([{ content }, 'Done'], { tools: [add] });
    expect((await eventsOf(run$))[0]).toMatchObject({
      type: 'tool_failed',
      result: { content: 'Error: The input is not valid JSON: {"a":1"b"}', is_error: true },
    });
  });

  it.each<[string, Approval | Observable<Approval>, string]>([
    ['without a reason', false, 'Error: This call was not approved.'],
    ['with a reason', of({ reason: 'too dear' }), 'Error: This call was not approved: too dear'],
    ['by an answer without a value', EMPTY, 'Error: This call was not approved.'],
  ])('reports that it was not approved %s', async (_, answer, told) => {
    const options: Options = { tools: [add], approve: () => answer };
    const { run$ } = scripted([{ content: call('add', input, 'x') }, 'Done'], options);
    expect((await eventsOf(run$)).slice(0, 2)).toMatchObject([
      { type: 'tool_failed', error: { name: 'ToolError' }, result: { content: told, is_error: true } },
      { type: 'turn_finished' },
    ]);
  });
});

describe('a tool', () => {
  const resultsOf = async (run: RunnableTool['run']) => {
    const { run$ } = scripted([{ content: call('f', {}, 'x') }, 'Done'], { tools: [running(run)] });
    const events = await eventsOf(run$);
    return events.flatMap((event): unknown[] => {
      if (event.type === 'tool_progress') return [event.content];
      return event.type === 'tool_finished' ? [{ result: event.result.content }] : [];
    });
  };
  const block = { type: 'text', text: 'a' } as const;
  const newer = { type: 'video', url: 'x' } as unknown as ToolResultContent; // newer than the types

  it.each<[string, RunnableTool['run'], unknown[]]>([
    ['text', () => 'a', [{ result: 'a' }]],
    ['a block', () => block, [{ result: [block] }]],
    ['blocks', () => [block, block], [{ result: [block, block] }]],
    ['a block of a newer type beside one', () => [block, newer], [{ result: [block, newer] }]],
    ['a number', () => 5, [{ result: '5' }]],
    ['NaN, which JSON would make null', () => NaN, [{ result: 'NaN' }]],
    ['false', () => false, [{ result: 'false' }]],
    ['an object', () => ({ celsius: 20 }), [{ result: '{"celsius":20}' }]],
    ['an object with a type of its own', () => ({ type: 'text' }), [{ result: '{"type":"text"}' }]],
    ['data with names of streams', () => ({ then: 1, subscribe: true }), [{ result: '{"then":1,"subscribe":true}' }]],
    ['an array of texts', () => ['a', 'b'], [{ result: '["a","b"]' }]],
    ['an array of objects', () => [{ type: 'a' }], [{ result: '[{"type":"a"}]' }]],
    ['an empty array', () => [], [{ result: '[]' }]],
    ['a date', () => new Date(0), [{ result: '"1970-01-01T00:00:00.000Z"' }]],
    ['null', () => null, [{ result: undefined }]],
    ['blank text', () => ' ', [{ result: undefined }]],
    ['nothing', () => undefined, [{ result: undefined }]],
    ['a promise', () => Promise.resolve('a'), [{ result: 'a' }]],
    ['an Observable of one', () => of('a'), [{ result: 'a' }]],
    ['an Observable of several', () => of('a', 'b', [block]), ['a', 'b', { result: [block] }]],
    ['an Observable of none', () => EMPTY, [{ result: undefined }]],
    ['an async generator', async function* () { yield 'a'; yield Promise.resolve('b'); }, ['a', 'b', { result: 'b' }]], // prettier-ignore
  ])('may return %s', async (_, run, expected) => {
    expect(await resultsOf(run)).toEqual(expected);
  });

  it('emits its progress before the next value arrives', async () => {
    const values = new Subject<string>();
    const { run$ } = scripted([{ content: call('f', {}, 'x') }, 'Done'], { tools: [running(() => values)] });
    const seen: unknown[] = [];
    run$.subscribe({
      next: (event) => event.type === 'tool_progress' && seen.push(event.content),
      error: (error: unknown) => seen.push(error),
    });
    values.next('half');
    await Promise.resolve();
    await Promise.resolve();
    expect(seen).toEqual(['half']);
    values.next('whole');
    values.complete();
    expect(seen).toEqual(['half']);
  });

  it('receives the id of its call, and its signal stays open when it is done', async () => {
    let signal: AbortSignal | undefined;
    const seen: unknown[] = [];
    const run: RunnableTool['run'] = (input, context) => {
      seen.push(input, context.toolUse);
      signal = context.signal;
      return 'a';
    };
    const { run$ } = scripted([{ content: call('f', { a: 1 }, 'x') }, 'Done'], { tools: [running(run)] });
    await finished(run$);
    expect(seen).toEqual([{ a: 1 }, { type: 'tool_use', id: 'x', name: 'f', input: { a: 1 } }]);
    expect(signal?.aborted).toBe(false);
  });

  it('that never ends is released when the run is unsubscribed', () => {
    let signal: AbortSignal | undefined;
    const tools = [running((_, context) => ((signal = context.signal), NEVER))];
    const { run$ } = scripted([{ content: call('f', {}, 'x') }], { tools });
    run$.subscribe({ error: (error: unknown) => expect(error).toBe(undefined) }).unsubscribe();
    expect(signal?.aborted).toBe(true);
  });
});
