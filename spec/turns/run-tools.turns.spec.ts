import { describe, expect, it } from '@jest/globals';
import { delay, from, NEVER, type Observable, of, Subject, throwError } from 'rxjs';
import type { Message, MessageCreateParams, MessageStreamEvent, UserMessageParam } from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { runTools } from '../../lib/turns/run-tools.ts';
import type { ToolRunEvent } from '../../lib/turns/tool-run-event.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import { params } from '../support/params.ts';
import { add, call, eventsOf, finished, type Options, running, scripted } from './scripted-run.ts';

const adding = { content: call('add', { a: 1, b: 2 }, 'x') };
const answered = [
  { role: 'assistant', content: [{ type: 'tool_use', id: 'x', name: 'add', input: { a: 1, b: 2 } }] },
  { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x', content: '3' }] },
];
const user = (content: string): UserMessageParam => ({ role: 'user', content });

describe('a reply', () => {
  it.each(['end_turn', 'stop_sequence', 'tool_use', 'compaction', 'a_new_reason', null])(
    'that stops with %s has its calls run',
    async (reason) => {
      const stop_reason = reason as 'end_turn'; // like gateways and newer servers
      const { run$ } = scripted([{ content: [adding.content], stop_reason }, 'Done'], { tools: [add] });
      expect((await finished(run$)).messages.slice(1, 3)).toEqual(answered);
    },
  );

  it.each(['max_tokens', 'refusal', 'model_context_window_exceeded'] as const)(
    'that stops with %s ends the run and runs no tool',
    async (stop_reason) => {
      const { requests, run$ } = scripted([{ content: ['Hi', adding.content], stop_reason }], { tools: [add] });
      const events = await eventsOf(run$);
      expect(events.map(({ type }) => type)).toEqual(['turn_finished', 'run_finished']);
      expect(events[1]).toMatchObject({
        message: { stop_reason },
        messages: [
          ...params.messages,
          // The API would also refuse the turns after a refused reply.
          ...(stop_reason === 'refusal' ? [] : [{ role: 'assistant', content: [{ type: 'text', text: 'Hi' }] }]),
        ],
      });
      expect(requests).toHaveLength(1);
    },
  );

  it('that pauses is sent back unchanged', async () => {
    const search = { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } } as const;
    const { requests, run$ } = scripted([{ content: [search], stop_reason: 'pause_turn' }, 'Done'], { tools: [add] });
    await finished(run$);
    expect(requests[1]?.messages).toEqual([...params.messages, { role: 'assistant', content: [search] }]);
  });

  it('that asks for tools without calling any ends the run', async () => {
    const { requests, run$ } = scripted([{ content: 'Hm', stop_reason: 'tool_use' }], { tools: [add] });
    await finished(run$);
    expect(requests).toHaveLength(1);
  });

  it('that pauses has no tool run, and loses its calls', async () => {
    const content = ['Hi', adding.content];
    const { requests, run$ } = scripted([{ content, stop_reason: 'pause_turn' }, 'Done'], { tools: [add] });
    await finished(run$);
    expect(requests[1]?.messages.slice(1)).toEqual([{ role: 'assistant', content: [{ type: 'text', text: 'Hi' }] }]);
  });

  it('whose call is only in message_start, without a stop_reason, does not have it run', async () => {
    const content: Message['content'] = [{ type: 'tool_use', id: 'x', name: 'add', input: { a: 1, b: 2 } }];
    const { requests, run$ } = scripted([[messageStart({ content }), messageStop]], { tools: [add] });
    expect((await finished(run$)).messages).toEqual(params.messages);
    expect(requests).toHaveLength(1);
  });

  it.each([false, true])('whose block stops twice has its call run once (eager: %s)', async (eager) => {
    const events = messageEvents({ content: [adding.content, 'and more'] });
    const stop = events.findIndex(({ type }) => type === 'content_block_stop');
    const twice = [...events.slice(0, stop + 2), events[stop]!, ...events.slice(stop + 2)];
    const { run$ } = scripted([twice, 'Done'], { tools: [add], eager });
    expect((await eventsOf(run$)).filter(({ type }) => type === 'tool_finished')).toHaveLength(1);
  });

  it('whose call is only in message_start has it run', async () => {
    const content: Message['content'] = [{ type: 'tool_use', id: 'x', name: 'add', input: { a: 1, b: 2 } }];
    const reply = [messageStart({ content, stop_reason: 'tool_use' }), messageStop];
    const { run$ } = scripted([reply, 'Done'], { tools: [add] });
    expect((await finished(run$)).messages.slice(1, 3)).toEqual(answered);
  });

  it('whose input is all in content_block_start has it run', async () => {
    const content = [{ type: 'tool_use', id: 'x', name: 'add', input: { a: 1, b: 2 } } as const];
    const { run$ } = scripted([{ content, stop_reason: 'tool_use' }, 'Done'], { tools: [add] });
    expect((await finished(run$)).messages.slice(1, 3)).toEqual(answered);
  });

  it('with a block that never stopped does not have it run while its input is incomplete', async () => {
    const events = messageEvents({ content: [adding.content, call('add', { a: 3, b: 4 }, 'y')] });
    const types = events.map(({ type }) => type);
    const missing = [types.lastIndexOf('content_block_delta'), types.lastIndexOf('content_block_stop')];
    const cut = { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"a":3' } };
    const [last] = missing;
    const reply = events.map((event, index) => (index === last ? (cut as typeof event) : event));
    const { run$ } = scripted([reply.filter((_, index) => index !== missing[1]), 'Done'], { tools: [add] });
    expect((await finished(run$)).messages.slice(1, 3)).toEqual(answered);
  });

  it('that breaks off fails the run before its tools run', async () => {
    const { run$ } = scripted([messageEvents(adding).slice(0, -2)], { tools: [add] });
    const seen: string[] = [];
    const failed = await new Promise((resolve) => {
      run$.subscribe({ next: ({ type }) => seen.push(type), error: resolve });
    });
    expect(failed).toMatchObject({ name: 'IncompleteStreamError', partialMessage: { stop_reason: null } });
    expect(new Set(seen)).toEqual(new Set(['message_event']));
  });

  it('is echoed with its thinking and the results of server tools', async () => {
    const thinking = { type: 'thinking', thinking: 'Hm', signature: 'c2ln' } as const;
    const blocks = [thinking, { type: 'a_new_block', data: 1 }] as unknown as Message['content'];
    const { run$ } = scripted([{ content: [...blocks, adding.content] }, 'Done'], { tools: [add] });
    expect((await finished(run$)).messages[1]).toEqual({
      role: 'assistant',
      content: [...blocks, { type: 'tool_use', id: 'x', name: 'add', input: { a: 1, b: 2 } }],
    });
  });

  it('that was interrupted is kept as far as it can be sent', async () => {
    const content: Message['content'] = [
      { type: 'text', text: 'So far' },
      { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
      { type: 'thinking', thinking: 'Hm', signature: '' },
      { type: 'text', text: '' },
    ];
    const { run$ } = scripted([{ content, stop_reason: 'max_tokens' }], { tools: [add] });
    expect((await finished(run$)).messages.slice(1)).toEqual([{ role: 'assistant', content: [content[0]] }]);
  });

  it.each([[[]], ['I will begin by']])(
    'that refuses with the content %j does not change the conversation',
    async (content) => {
      const { run$ } = scripted([{ content, stop_reason: 'refusal' }], { tools: [add] });
      expect((await finished(run$)).messages).toEqual(params.messages);
    },
  );
});

describe('the container of a reply', () => {
  const inContainer = [
    messageStart({
      content: [{ type: 'tool_use', id: 'x', name: 'f', input: {} }],
      container: { id: 'c', expires_at: '' },
    }),
    messageDelta('tool_use'),
    messageStop,
  ];
  const skills = [{ type: 'anthropic', skill_id: 'pdf' } as const];
  it.each([
    [undefined, 'c'],
    [null, 'c'],
    [{ skills }, { skills, id: 'c' }],
    ['mine', 'mine'],
    [
      { id: 'mine', skills },
      { id: 'mine', skills },
    ],
  ])('continues with the container %j of the caller', async (container, next) => {
    const { requests, run$ } = scripted([inContainer, 'Done'], { tools: [] }, { ...params, container });
    await finished(run$);
    expect(requests.map((request) => request.container)).toEqual([container, next]);
  });
});

describe('maxTurns', () => {
  it('fails a run that would continue, with the results of its last turn', async () => {
    const { requests, run$ } = scripted([adding, adding, 'Done'], { tools: [add], maxTurns: 2 });
    await expect(eventsOf(run$)).rejects.toMatchObject({
      name: 'MaxTurnsError',
      message: expect.stringMatching(/^The model needs more turns than \d\. Raise maxTurns/),
      maxTurns: 2,
      messages: [...params.messages, ...answered, ...answered],
    });
    expect(requests).toHaveLength(2);
  });

  it('lets a run end in its last turn', async () => {
    const { run$ } = scripted([adding, 'Done'], { tools: [add], maxTurns: 2 });
    expect((await finished(run$)).message.content).toEqual([{ type: 'text', text: 'Done' }]);
  });
});

describe('stopWhen', () => {
  it('ends a run after the tools of a turn', async () => {
    const seen: number[] = [];
    const stopWhen: Options['stopWhen'] = ({ turn, messages }) => {
      seen.push(messages.length);
      return turn === 2;
    };
    const { requests, run$ } = scripted([adding, adding, 'Done'], { tools: [add], stopWhen });
    expect((await finished(run$)).messages).toEqual([...params.messages, ...answered, ...answered]);
    expect([seen, requests.length]).toEqual([[3, 5], 2]);
  });

  it('that throws fails the run', async () => {
    const error = new Error('mine');
    const stopWhen = () => {
      throw error;
    };
    const { run$ } = scripted([adding], { tools: [add], stopWhen });
    await expect(eventsOf(run$)).rejects.toBe(error);
  });

  it('that is async fails the run, and does not end it', async () => {
    const stopWhen = (() => Promise.resolve(false)) as unknown as () => boolean;
    const { run$ } = scripted([adding], { tools: [add], stopWhen });
    await expect(eventsOf(run$)).rejects.toThrow('runTools: stopWhen: returned a promise; return true or false');
  });
});

describe('prepareTurn', () => {
  it('changes params from its turn on', async () => {
    const prepareTurn: Options['prepareTurn'] = ({ turn }) => (turn === 2 ? { max_tokens: 7 } : undefined);
    const { requests, run$ } = scripted([adding, adding, 'Done'], { tools: [add], prepareTurn });
    await finished(run$);
    expect(requests.map(({ max_tokens }) => max_tokens)).toEqual([1024, 7, 7]);
  });

  it('may put other messages in place of the conversation, and take its time', async () => {
    const seen: unknown[] = [];
    const prepareTurn: Options['prepareTurn'] = ({ turn, messages }) => {
      seen.push([turn, messages.length]);
      return Promise.resolve(turn === 2 ? { messages: [user('Summary')] } : undefined);
    };
    const { requests, run$ } = scripted([adding, adding, 'Done'], { tools: [add], prepareTurn });
    const { messages } = await finished(run$);
    expect(requests[1]?.messages).toEqual([user('Summary')]);
    expect(messages.slice(0, 3)).toEqual([user('Summary'), ...answered]);
    expect(seen).toEqual([
      [1, 1],
      [2, 3],
      [3, 3],
    ]);
  });

  it('that fails fails the run', async () => {
    const error = new Error('mine');
    const { requests, run$ } = scripted([adding], { tools: [add], prepareTurn: () => throwError(() => error) });
    await expect(eventsOf(run$)).rejects.toBe(error);
    expect(requests).toHaveLength(0);
  });

  it('that returns messages of another type fails the run, before its request', async () => {
    const messages = 'Summary' as unknown as MessageCreateParams['messages'];
    const { requests, run$ } = scripted([adding], { tools: [add], prepareTurn: () => ({ messages }) });
    await expect(eventsOf(run$)).rejects.toMatchObject({ name: 'InvalidParamsError' });
    expect(requests).toHaveLength(0);
  });

  it('starts from the params given in each subscription', async () => {
    const prepareTurn: Options['prepareTurn'] = ({ turn }) => (turn === 2 ? { max_tokens: 7 } : undefined);
    const { requests, run$ } = scripted([adding, 'Done', 'Done'], { tools: [add], prepareTurn });
    await finished(run$);
    await finished(run$);
    expect(requests.map(({ max_tokens }) => max_tokens)).toEqual([1024, 7, 1024]);
  });
});

describe('steer$', () => {
  it.each<[string, unknown]>([
    ['emitted null', null],
    ['emitted undefined', undefined],
    ['emitted a string', 'Stop'],
    ['emitted an object without a role', { content: 'Stop' }],
  ])('that %s ends the run with a typed error', (problem, message) => {
    const seen: unknown[] = [];
    runTools(
      () => [],
      { model: 'm', max_tokens: 1, messages: [] },
      { tools: [], steer$: [message as never] },
    ).subscribe({
      error: (error: unknown) => seen.push(error),
    });
    expect(seen).toMatchObject([
      { name: 'InvalidOptionsError', message: expect.stringContaining(`runTools: steer$: ${problem}; emit messages`) },
    ]);
  });

  /** Steers at the first event of the type `type`. */
  async function steeredAt(
    type: ToolRunEvent['type'],
    replies: Parameters<typeof scripted>[0],
    more: Partial<Options> = {},
  ) {
    const steer$ = new Subject<UserMessageParam>();
    const { requests, run$ } = scripted(replies, { tools: [add], steer$, ...more });
    const events: ToolRunEvent[] = [];
    await new Promise<void>((resolve, reject) => {
      run$.subscribe({
        next: (event) => {
          if (event.type === type && !events.some((before) => before.type === type)) steer$.next(user('Faster'));
          events.push(event);
        },
        error: reject,
        complete: resolve,
      });
    });
    return { requests, last: events.at(-1), left: !steer$.observed };
  }

  it('joins the conversation after the results of the turn, and is unsubscribed with the run', async () => {
    const { requests, left } = await steeredAt('tool_started', [adding, 'Done']);
    expect(requests[1]?.messages).toEqual([...params.messages, ...answered, user('Faster')]);
    expect(left).toBe(true);
  });

  it('continues after a reply that would have ended the run', async () => {
    const { requests, last } = await steeredAt('message_event', ['Done', 'Done faster']);
    expect(requests[1]?.messages.at(-1)).toEqual(user('Faster'));
    expect(last).toMatchObject({ type: 'run_finished', message: { content: [{ text: 'Done faster' }] } });
  });

  it('is kept in the messages of a run that does not continue', async () => {
    const { last } = await steeredAt('turn_finished', [{ content: 'No', stop_reason: 'refusal' }]);
    expect(last).toMatchObject({
      type: 'run_finished',
      messages: [...params.messages, user('Faster')],
    });
  });

  it('includes the messages from before the first turn', async () => {
    const { requests, run$ } = scripted(['Done'], { tools: [], steer$: of(user('Faster')) });
    await finished(run$);
    expect(requests[0]?.messages).toEqual([...params.messages, user('Faster')]);
  });

  it('that fails fails the run', async () => {
    const error = new Error('mine');
    const { run$ } = scripted([NEVER], { tools: [], steer$: throwError(() => error) });
    await expect(eventsOf(run$)).rejects.toBe(error);
  });
});

describe('usage', () => {
  it('is the sum of all turns with caches and server tools', async () => {
    const usage = {
      cache_read_input_tokens: 3,
      cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 0 },
    };
    const last = {
      input_tokens: 1,
      output_tokens: 4,
      server_tool_use: { web_search_requests: 1 },
      service_tier: 'standard',
    } as const;
    const { run$ } = scripted(
      [
        { ...adding, usage: { ...usage, output_tokens: 5 } },
        { content: 'Done', usage: { ...usage, ...last } },
      ],
      { tools: [add] },
    );
    expect((await finished(run$)).usage).toEqual({
      input_tokens: 11,
      output_tokens: 9,
      cache_read_input_tokens: 6,
      cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 0 },
      server_tool_use: { web_search_requests: 1 },
      service_tier: 'standard',
    });
  });
});

describe('a long run', () => {
  it('of 50 turns with 200 calls each keeps their order and loses nothing', () => {
    const turns = 50;
    const calls = 200;
    const content = (turn: number) =>
      Array.from({ length: calls }, (_, index) => call('f', { index }, `${turn}.${index}`));
    // Calls complete in another order than they arrived.
    const tools = [
      running((input) => {
        const { index } = input as { index: number };
        return of(String(index)).pipe(delay((index * 7) % 5));
      }),
    ];
    let turn = 0;
    const stream: (params: MessageCreateParams) => Observable<MessageStreamEvent> = () =>
      from(messageEvents(turn < turns ? { content: content(turn++), chunk: 50 } : 'Done'));
    const seen: ToolRunEvent[] = [];
    marbles(() => {
      runTools(stream, params, { tools, concurrency: 50 }).subscribe({
        next: (event) => event.type !== 'message_event' && seen.push(event),
        error: (error: unknown) => expect(error).toBe(undefined),
      });
    });
    const last = seen.at(-1);
    const results = (last?.type === 'run_finished' ? last.messages : []).flatMap(({ role, content = [] }) =>
      role === 'user' && typeof content !== 'string' ? content : [],
    );
    const expected = Array.from({ length: turns * calls }, (_, at) => ({
      type: 'tool_result',
      tool_use_id: `${Math.floor(at / calls)}.${at % calls}`,
      content: String(at % calls),
    }));
    expect(results).toEqual(expected);
    const finishedCalls = seen.flatMap((event) => (event.type === 'tool_finished' ? [event.toolUse.id] : []));
    expect(finishedCalls).toHaveLength(turns * calls);
    expect(finishedCalls).not.toEqual(expected.map(({ tool_use_id }) => tool_use_id));
  });

  it('of many turns whose source is synchronous does not grow the stack', async () => {
    const turns = 1000;
    const { run$ } = scripted([...Array.from({ length: turns }, () => adding), 'Done'], {
      tools: [add],
      prepareTurn: ({ messages }) => ({ messages: messages.slice(0, 1) }),
    });
    expect((await finished(run$)).usage.input_tokens).toBe((turns + 1) * 10);
  });
});
