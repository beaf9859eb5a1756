import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, NEVER, type Observable, Subject } from 'rxjs';
import {
  AnthropicClient,
  type BetaMessageCreateParams,
  type BetaMessageStreamEvent,
  type BetaToolUnion,
  fromMessage,
  type Message,
  type MessageStreamEvent,
  runTools,
  tool,
  ToolError,
  type ToolContext,
  type ToolRunEvent,
  type UserMessageParam,
} from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { blockStop, json, toolStart } from '../support/block-events.ts';
import { emptyMessage, messageDelta, messageStart, messageStop } from '../support/events.ts';
import { params } from '../support/params.ts';
import { strictFetch } from '../support/strict-fetch.ts';

const deleting = { type: 'tool_use' as const, id: 'toolu_0', name: 'delete_files', input: { paths: ['a.txt'] } };
const input = '{"paths":["a.txt"]}';

/** Runs tools over the client with these replies, and returns the inputs of the tool and the end of the run. */
async function ran(replies: readonly (readonly MessageStreamEvent[])[], more: { eager?: boolean } = {}) {
  const inputs: unknown[] = [];
  const files = tool({
    name: 'delete_files',
    description: 'Deletes.',
    inputSchema: { type: 'object' },
    run: (given) => (inputs.push(given), 'done'),
  });
  const fetch = strictFetch([...replies, messageEvents('Done')]);
  const client = new AnthropicClient({ apiKey: 'key', fetch });
  const last = await lastValueFrom(runTools(client.messages, params, { tools: [files], ...more }));
  return { inputs, requests: fetch.requests.length, messages: last.type === 'run_finished' ? last.messages : [] };
}

const streamed = (stop: Message['stop_reason'] | 'a_new_reason', json_ = input) => [
  messageStart(),
  toolStart(0, 'delete_files'),
  json(0, json_),
  blockStop(0),
  messageDelta(stop as Message['stop_reason']),
  messageStop,
];
const withoutDelta = streamed(null).filter(({ type }) => type !== 'message_delta');
const wholeInStart = [messageStart(), toolStart(0, 'delete_files', { paths: ['a.txt'] }), blockStop(0)];
const partial: Message = { ...emptyMessage, content: [deleting] };

describe('a call that runs, once', () => {
  it.each<[string, readonly MessageStreamEvent[]]>([
    ['with the stop_reason of the API', streamed('tool_use')],
    ['beside end_turn, as gateways report', streamed('end_turn')],
    ['beside stop_sequence', streamed('stop_sequence')],
    ['beside a stop_reason newer than this library', streamed('a_new_reason')],
    ['beside a stop_reason of null', streamed(null)],
    ['without message_delta', withoutDelta],
    ['whose block stops twice', [...streamed('tool_use').slice(0, 4), blockStop(0), ...streamed('tool_use').slice(4)]],
    ['whose input is complete in content_block_start', [...wholeInStart, messageDelta('tool_use'), messageStop]],
    ['that is complete in message_start', [messageStart({ ...partial, stop_reason: 'tool_use' }), messageStop]],
  ])('%s', async (_, reply) => {
    for (const eager of [false, true]) {
      const { inputs, requests } = await ran([reply], { eager });
      expect({ eager, inputs, requests }).toEqual({ eager, inputs: [{ paths: ['a.txt'] }], requests: 2 });
    }
  });
});

describe('a call that does not run', () => {
  const copy: Message = JSON.parse(JSON.stringify(partial)) as Message;
  it.each<[string, readonly MessageStreamEvent[] | Observable<MessageStreamEvent>]>([
    ['that max_tokens cut, although its block stops', streamed('max_tokens', '{"paths":["a')],
    ['that max_tokens cut where its JSON is valid by chance', streamed('max_tokens')],
    ['that max_tokens cut before its input', streamed('max_tokens', '')],
    ['of a refused reply', streamed('refusal')],
    ['that the context window cut', streamed('model_context_window_exceeded')],
    [
      'of a block that never stops, its input cut',
      streamed('tool_use', '{"paths":["a').filter(({ type }) => type !== 'content_block_stop'),
    ],
    ['that is in message_start without a stop_reason', [messageStart(partial), messageStop]],
    ['of a partial message that comes from a cache', fromMessage(partial)],
    ['of a copy of a partial message', fromMessage(copy)],
    [
      'of a spread of a partial message',
      fromMessage({ ...partial, content: partial.content.map((block) => ({ ...block })) }),
    ],
    ['of a copy that max_tokens cut', fromMessage({ ...copy, stop_reason: 'max_tokens' })],
  ])('%s', async (_, reply) => {
    const events: MessageStreamEvent[] = [];
    from(reply).subscribe((event) => events.push(event));
    for (const eager of [false, true]) {
      const { inputs, requests, messages } = await ran([events], { eager });
      expect({ eager, inputs, requests, messages }).toEqual({
        eager,
        inputs: [],
        requests: 1,
        messages: params.messages,
      });
    }
  });
});

/** A run whose tool is called once, with the events of the call. */
async function outcomeOf(run: () => unknown) {
  const one = tool({ name: 'f', description: 'F.', inputSchema: { type: 'object' }, run: run as () => string });
  const fetch = strictFetch([messageEvents({ content: { tool_use: { name: 'f' } } }), messageEvents('Done')]);
  const events: ToolRunEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    runTools(new AnthropicClient({ apiKey: 'key', fetch }).messages, params, { tools: [one] }).subscribe({
      next: (event) => events.push(event),
      error: reject,
      complete: resolve,
    });
  });
  const [block] = (fetch.requests[1]?.body?.messages.at(-1)?.content ?? []) as readonly object[];
  return { told: block, last: events.at(-1)?.type };
}

describe('a tool that throws', () => {
  const noReason = 'Error: The tool failed without a reason.';
  const thrower = { get: () => { throw new Error('get'); }, has: () => { throw new Error('has'); } }; // prettier-ignore
  it.each<[string, unknown, string]>([
    ['undefined', undefined, noReason],
    ['null', null, noReason],
    ['an empty text', '', noReason],
    ['a Symbol', Symbol('odd'), 'Error: Symbol(odd)'],
    ['a number', 7, 'Error: 7'],
    ['a frozen object', Object.freeze({ code: 1 }), 'Error: {"code":1}'],
    ['an object without prototype', Object.create(null), noReason],
    ['an error without message', new Error(''), noReason],
    ['an object whose message throws', { get message() { throw new Error('no'); } }, noReason], // prettier-ignore
    ['a Proxy that throws', new Proxy({}, thrower), noReason],
    ['a ToolError without text', new ToolError(' '), noReason],
    ['a ToolError with blocks of an unknown kind', new ToolError([5 as never]), '[5]'],
    ['a ToolError with a picture', new ToolError([{ type: 'image', source: { type: 'url', url: 'x' } }]), noReason],
  ])('%s does not end the run', async (_, thrown, content) => {
    const throwing = await outcomeOf(() => { throw thrown; }); // prettier-ignore
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as tools do
    const rejecting = await outcomeOf(() => Promise.reject(thrown));
    const told = { type: 'tool_result', tool_use_id: 'toolu_01', content, is_error: true };
    expect([throwing, rejecting]).toEqual([
      { told, last: 'run_finished' },
      { told, last: 'run_finished' },
    ]);
  });
});

describe('a tool that returns', () => {
  const cycle: Record<string, unknown> = { type: 'text', text: 'a' };
  cycle['self'] = cycle;
  const failed = (content: unknown) => ({ content, is_error: true });
  it.each<[string, unknown, object]>([
    ['nothing', undefined, {}],
    ['blank text', ' \n', {}],
    ['blocks of blank text', [{ type: 'text', text: '' }], {}],
    [
      'blank text beside text',
      [
        { type: 'text', text: '' },
        { type: 'text', text: 'a' },
      ],
      { content: [{ type: 'text', text: 'a' }] },
    ],
    ['a cycle', cycle, failed(expect.stringContaining('Error: Converting circular structure to JSON'))],
    ['a BigInt', { type: 'text', text: 'a', n: 1n }, failed('Error: Do not know how to serialize a BigInt')],
    ['a block without text', { type: 'text' }, { content: '{"type":"text"}' }],
  ])('%s does not end the run', async (_, value, told) => {
    expect(await outcomeOf(() => value)).toEqual({
      told: { type: 'tool_result', tool_use_id: 'toolu_01', ...told },
      last: 'run_finished',
    });
  });
});

describe('a system message that', () => {
  const change = (type: 'tool_removal' | 'tool_addition') => ({
    type,
    tool: { type: 'tool_reference' as const, name: 'f' },
  });
  type Change = ReturnType<typeof change>;
  const system = (...content: Change[]) => ({ role: 'system' as const, content });
  const user = { role: 'user' as const, content: 'Hi' };
  const definition = { name: 'f', input_schema: { type: 'object' } } as BetaToolUnion;
  const removed = { content: "Error: Tool 'f' not found", is_error: true };

  async function toldWith(messages: BetaMessageCreateParams['messages'], more: object = {}) {
    const requests: BetaMessageCreateParams[] = [];
    const stream = (sent: BetaMessageCreateParams): Observable<BetaMessageStreamEvent> => {
      requests.push(sent);
      return from(messageEvents(requests.length === 1 ? { content: { tool_use: { name: 'f' } } } : 'Done'));
    };
    const f = tool({ name: 'f', description: 'F.', inputSchema: { type: 'object' }, run: () => 'ran' });
    await lastValueFrom(runTools(stream, { ...params, messages }, { tools: [f], ...more }));
    return (requests[1]?.messages.at(-1)?.content as object[])[0];
  }

  const told = (more: object) => ({ type: 'tool_result', tool_use_id: 'toolu_01', ...more });
  it.each<[string, BetaMessageCreateParams['messages'], object]>([
    ['removes a tool', [user, system(change('tool_removal'))], removed],
    [
      'removes and adds it',
      [user, system(change('tool_removal')), user, system(change('tool_addition'))],
      { content: 'ran' },
    ],
    ['adds and removes it', [user, system(change('tool_addition'), change('tool_removal'))], removed],
    [
      'adds it with its definition',
      [
        user,
        system(change('tool_removal')),
        { role: 'system', content: [{ type: 'tool_addition', tool: { type: 'tool_definition', definition } }] },
      ],
      { content: 'ran' },
    ],
    [
      'removes a tool of an MCP server',
      [
        user,
        {
          role: 'system',
          content: [{ type: 'tool_removal', tool: { type: 'mcp_tool_reference', server_name: 's', name: 'f' } }],
        },
      ],
      { content: 'ran' },
    ],
    ['is text', [user, { role: 'system', content: 'tool_removal' }], { content: 'ran' }],
    ['has nothing but settings', [user, { role: 'system' }], { content: 'ran' }],
    [
      'a summary stands for',
      [
        user,
        {
          role: 'assistant',
          content: [{ type: 'compaction', content: 'So far', tool_changes: [change('tool_removal')] }],
        },
        user,
      ],
      removed,
    ],
  ])('%s is honoured', async (_, messages, result) => {
    expect(await toldWith(messages)).toEqual(told(result));
  });

  it('comes from prepareTurn or steer$ is honoured', async () => {
    const pushed = [user, system(change('tool_removal'))];
    expect(
      await toldWith([user], { prepareTurn: ({ turn }: { turn: number }) => (turn === 1 ? { messages: pushed } : {}) }),
    ).toEqual(told(removed));
    expect(await toldWith([user], { steer$: [system(change('tool_removal'))] })).toEqual(told(removed));
  });
});

describe('options.signal', () => {
  function start() {
    const controller = new AbortController();
    const contexts: ToolContext[] = [];
    const waiting = tool({
      name: 'f',
      description: 'F.',
      inputSchema: { type: 'object' },
      run: (_, context) => (contexts.push(context), NEVER),
    });
    const reply$ = new Subject<MessageStreamEvent>();
    const seen: string[] = [];
    const run = () =>
      runTools(() => reply$, params, { tools: [waiting], signal: controller.signal }).subscribe({
        next: ({ type }) => type !== 'message_event' && seen.push(type),
        error: (error: unknown) => seen.push((error as Error).name),
      });
    return { controller, contexts, reply$, seen, run };
  }

  it('ends the run and its running tools', () => {
    const { controller, contexts, reply$, seen, run } = start();
    run();
    for (const event of messageEvents({ content: { tool_use: { name: 'f' } } })) reply$.next(event);
    reply$.complete();
    controller.abort();
    expect([seen, contexts[0]?.signal.aborted]).toEqual([['tool_started', 'APIUserAbortError'], true]);
  });

  it('ends the request of a reply that streams', () => {
    const { controller, reply$, seen, run } = start();
    run();
    controller.abort();
    expect([seen, reply$.observed]).toEqual([['APIUserAbortError'], false]);
  });

  it('that is aborted already sends nothing', () => {
    const { controller, reply$, seen, run } = start();
    controller.abort();
    run();
    expect([seen, reply$.observed]).toEqual([['APIUserAbortError'], false]);
  });

  it('has no effect after the run is unsubscribed', () => {
    const { controller, seen, run } = start();
    run().unsubscribe();
    controller.abort();
    expect(seen).toEqual([]);
  });
});

describe('a user message that steers', () => {
  it('replaces the search of a paused reply', async () => {
    const search = { type: 'server_tool_use', id: 's', name: 'web_search', input: {} } as const;
    const fetch = strictFetch([
      messageEvents({ content: ['Let me see', search], stop_reason: 'pause_turn' }),
      messageEvents('Done'),
    ]);
    const steer$ = new Subject<UserMessageParam>();
    const client = new AnthropicClient({ apiKey: 'key', fetch });
    await new Promise<void>((resolve, reject) => {
      runTools(client.messages, params, { tools: [], steer$ }).subscribe({
        next: (event) => {
          if (event.type === 'turn_finished' && event.turn === 1) steer$.next({ role: 'user', content: 'Faster' });
        },
        error: reject,
        complete: resolve,
      });
    });
    expect(fetch.requests[1]?.body?.messages.slice(1)).toEqual([
      { role: 'assistant', content: [{ type: 'text', text: 'Let me see' }] },
      { role: 'user', content: 'Faster' },
    ]);
  });
});
