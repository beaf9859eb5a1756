import { describe, expect, it } from '@jest/globals';
import { finalize, firstValueFrom, from, Subject, toArray } from 'rxjs';
import {
  type AnthropicError,
  APIUserAbortError,
  type Chat,
  chat,
  type ChatState,
  InvalidOptionsError,
  type MessageCreateParams,
  type MessageStreamEvent,
  OverloadedError,
  type SavedChat,
  tool,
} from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { reply } from '../support/events.ts';
import { answer, begin, chatByHand, chatParams, linesOf, statesOf } from './scripted-chat.ts';

const user = (content: string) => ({ role: 'user', content });
const assistant = (text: string) => ({ role: 'assistant', content: [{ type: 'text', text }] });
const broken = new OverloadedError('529 overloaded_error: Overloaded');

describe('the turns of a chat', () => {
  it('are those of the user and the replies, with content, message and usage', () => {
    const { chat: talk, last } = chatByHand();
    expect([talk.state.status, talk.state.turns, talk.state.queued]).toEqual(['idle', [], []]);
    talk.send('Hi');
    answer(last(), { content: [{ thinking: 'Hm.' }, 'Hello!'] });
    const [question, turn] = talk.state.turns;
    expect(question).toMatchObject({ role: 'user', content: 'Hi', text: 'Hi', status: 'sent', message: undefined });
    expect(turn).toMatchObject({ role: 'assistant', text: 'Hello!', thinking: 'Hm.', status: 'done', toolUses: [] });
    expect(turn?.content).toBe(turn?.message?.content);
    expect(turn?.usage).toEqual(turn?.message?.usage);
    expect(turn?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(turn?.id).not.toBe(question?.id);
  });

  it('stay the same objects, and keep their ids, while others change', () => {
    const { chat: talk, last } = chatByHand();
    talk.send('a');
    answer(last(), 'one');
    const before = talk.state.turns;
    const states = statesOf(talk);
    talk.send('b');
    answer(last(), 'two');
    for (const { turns } of states) expect([turns[0] === before[0], turns[1] === before[1]]).toEqual([true, true]);
    expect(new Set(states.flatMap(({ turns }) => turns.slice(2).map(({ id }) => id))).size).toBe(2);
    expect(new Set(states.map(({ turns }) => turns[2])).size).toBe(2); // absent, then sent
  });

  it('begin with the messages of the params', () => {
    const messages: MessageCreateParams['messages'] = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'one' },
    ];
    const talk = chat(() => new Subject<MessageStreamEvent>(), { ...chatParams, messages });
    expect([linesOf(talk.state), talk.state.status]).toEqual([['user a (sent)', 'assistant one (done)'], 'done']);
  });
});

describe('send', () => {
  it('sends each turn with those before it', () => {
    const { chat: talk, requests, last } = chatByHand();
    talk.send('a');
    answer(last(), 'one');
    talk.send('b');
    answer(last(), 'two');
    expect(requests.map(({ params }) => params)).toEqual([
      { ...chatParams, messages: [user('a')] },
      { ...chatParams, messages: [user('a'), assistant('one'), user('b')] },
    ]);
    expect(talk.history).toEqual([user('a'), assistant('one'), user('b'), assistant('two')]);
  });

  it('queues a turn while a reply runs, and sends the queue turn by turn', () => {
    const { chat: talk, requests, last } = chatByHand();
    for (const text of ['a', 'b', 'c']) talk.send(text);
    expect(linesOf(talk.state)).toEqual(['user a (sent)', 'assistant  (pending)', 'queued b', 'queued c']);
    const [queued] = talk.state.queued;
    expect([queued?.status, requests.length]).toEqual(['pending', 1]);
    answer(last(), 'one');
    expect(linesOf(talk.state).slice(2)).toEqual(['user b (sent)', 'assistant  (pending)', 'queued c']);
    expect(talk.state.turns[2]?.id).toBe(queued?.id);
  });

  it('lets the queue wait after an error until the next turn, and then sends it in order', () => {
    const { chat: talk, requests, last } = chatByHand();
    talk.send('a');
    talk.send('b');
    last().events$.error(broken);
    expect([requests.length, talk.state.queued.length, talk.state.error]).toEqual([1, 1, broken]);
    talk.send('c');
    expect(linesOf(talk.state).slice(2)).toEqual(['user b (sent)', 'assistant  (pending)', 'queued c']);
    expect(last().params.messages).toEqual([user('a'), user('b')]);
  });

  it.each([['', ' \n', []]])('ignores content without anything to send', (...contents) => {
    const { chat: talk, requests } = chatByHand();
    for (const content of contents) talk.send(content);
    expect([talk.state.turns, requests]).toEqual([[], []]);
  });

  it('throws for a value that is not content', () => {
    const { chat: talk } = chatByHand();
    expect(() => talk.send(undefined as unknown as string)).toThrow(
      new InvalidOptionsError('send', [{ path: 'content', message: 'must be text or an array of content blocks' }]),
    );
  });

  it('sends a long queue over a synchronous source', () => {
    const events = messageEvents('x');
    const first$ = new Subject<MessageStreamEvent>();
    let sent = 0;
    const talk = chat(() => (sent++ === 0 ? first$ : from(events)), chatParams);
    for (let i = 0; i < 500; i++) talk.send('a');
    first$.complete();
    expect([sent, talk.state.turns.length, talk.state.queued.length]).toEqual([500, 1_000, 0]);
  });
});

describe('stop', () => {
  it('keeps the partial reply, which the next request contains', () => {
    const { chat: talk, requests, last } = chatByHand();
    talk.send('a');
    begin(last(), 'one two');
    talk.stop();
    expect(requests[0]?.events$.observed).toBe(false);
    expect([talk.state.status, talk.state.canRetry]).toEqual(['stopped', true]);
    talk.send('b');
    expect(last().params.messages).toEqual([user('a'), assistant('one two'), user('b')]);
  });

  it.each([
    ['stop', 'turn', [null]],
    ['retry', 'turn', [null]],
    ['edit', 'turn', [null, undefined]],
    ['approve', 'call', [null, undefined]],
  ] as const)('%s throws for a %s that was not found', (method, field, missing) => {
    const { chat: talk, last } = chatByHand();
    talk.send('a');
    begin(last(), 'one');
    for (const ref of missing) {
      expect(() => talk[method](ref as never, 'b' as never)).toThrow(
        expect.objectContaining({
          name: 'InvalidOptionsError',
          message: `${method}: ${field}: is ${String(ref)}; pass one of the chat`,
        }),
      );
    }
    expect(talk.state.status).toBe('streaming');
  });

  it('removes a turn of the queue', () => {
    const { chat: talk } = chatByHand();
    for (const text of ['a', 'b', 'c']) talk.send(text);
    talk.stop(talk.state.queued[0]);
    talk.stop('a turn that is gone');
    expect(linesOf(talk.state)).toEqual(['user a (sent)', 'assistant  (pending)', 'queued c']);
  });

  it('does nothing without a running reply', () => {
    const { chat: talk } = chatByHand();
    const states = statesOf(talk);
    talk.stop();
    expect(states).toHaveLength(1);
  });

  it('is the status of a reply whose source aborts', () => {
    const { chat: talk, last } = chatByHand();
    talk.send('a');
    last().events$.error(new APIUserAbortError('Aborted.'));
    expect([talk.state.status, talk.state.error]).toEqual(['stopped', undefined]);
  });

  it('works inside a subscriber, before the request is sent', () => {
    const { chat: talk, requests } = chatByHand();
    talk.state$.subscribe(({ status }) => {
      if (status === 'pending') talk.stop();
    });
    talk.send('a');
    expect([requests.length, linesOf(talk.state)]).toEqual([0, ['user a (sent)', 'assistant  (stopped)']]);
  });
});

describe('retry', () => {
  it('replaces the failed reply and sends the same question', () => {
    const { chat: talk, requests, last } = chatByHand();
    talk.send('a');
    begin(last(), 'one two');
    last().events$.error(broken);
    const [question, failed] = talk.state.turns;
    talk.retry();
    expect([talk.state.turns[0], talk.state.error, talk.state.canRetry]).toEqual([question, undefined, false]);
    expect(talk.state.turns[1]?.id).not.toBe(failed?.id);
    expect(requests.map(({ params }) => params.messages)).toEqual([[user('a')], [user('a')]]);
  });

  it('sends the question after a refusal too, whose turns the history omits', () => {
    const { chat: talk, last } = chatByHand();
    talk.send('a');
    answer(last(), { content: 'No', stop_reason: 'refusal' });
    expect([talk.state.status, talk.history]).toEqual(['refused', []]);
    talk.retry();
    expect(last().params.messages).toEqual([user('a')]);
  });

  it('does nothing while a reply runs or after one that is done', () => {
    const { chat: talk, requests, last } = chatByHand();
    talk.retry();
    talk.send('a');
    talk.retry();
    answer(last(), 'one');
    talk.retry();
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['a reply', 1],
    ['its question', 0],
  ])('of %s drops everything after the question', (_, place) => {
    const { chat: talk, last } = chatByHand();
    talk.send('a');
    answer(last(), 'one');
    talk.send('b');
    talk.retry(talk.state.turns[place]);
    expect(linesOf(talk.state)).toEqual(['user a (sent)', 'assistant  (pending)']);
    expect(last().params.messages).toEqual([user('a')]);
  });
});

describe('regenerate', () => {
  it('requests another reply for one that is done, or that runs', () => {
    const { chat: talk, requests, last } = chatByHand();
    talk.send('a');
    answer(last(), 'one');
    talk.regenerate();
    talk.regenerate();
    expect(requests.map(({ events$ }) => events$.observed)).toEqual([false, false, true]);
    answer(last(), 'two');
    expect(linesOf(talk.state)).toEqual(['user a (sent)', 'assistant two (done)']);
  });
});

describe('a source that keeps replies', () => {
  it('receives the id of the turn with each request', () => {
    const ids: (string | undefined)[] = [];
    const stream = (_: MessageCreateParams, options?: { readonly id: string }) => {
      ids.push(options?.id);
      return from(messageEvents('x'));
    };
    const source = { resumable: true, stream };
    const talk = chat(source, chatParams);
    talk.send('a');
    const sent = talk.state.turns[1]?.id;
    talk.regenerate();
    expect(ids).toEqual([sent, talk.state.turns[1]?.id]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('ends its reply when the chat stops it, and continues it after dispose and restore', () => {
    const stopped: (string | undefined)[] = [];
    const sent: unknown[] = [];
    const stream = ({ messages }: MessageCreateParams, options?: { readonly id: string }) => {
      sent.push([options?.id, messages]);
      return Object.assign(new Subject<MessageStreamEvent>(), { stop: () => void stopped.push(options?.id) });
    };
    const source = { resumable: true, stream };
    const before = chat(source, chatParams);
    before.send('a');
    const saved = before.toJSON();
    before.dispose();
    const after = chat(source, chatParams);
    after.restore(saved);
    const id = after.state.turns[1]?.id;
    expect(linesOf(after.state)).toEqual(['user a (sent)', 'assistant  (streaming)']);
    expect([sent, stopped]).toEqual([Array(2).fill([id, [user('a')]]), []]);
    after.stop();
    expect(stopped).toEqual([id]);
  });
});

describe('edit', () => {
  it('changes a question, keeps its id, and drops what follows', () => {
    const { chat: talk, last } = chatByHand();
    for (const text of ['a', 'b']) {
      talk.send(text);
      answer(last(), `to ${text}`);
    }
    const { id } = talk.state.turns[0]!;
    talk.edit(talk.state.turns[0]!, 'A');
    expect(linesOf(talk.state)).toEqual(['user A (sent)', 'assistant  (pending)']);
    expect([talk.state.turns[0]?.id, last().params.messages]).toEqual([id, [user('A')]]);
  });

  it('goes back to the dropped turns with a saved chat', () => {
    const { chat: talk, last } = chatByHand();
    talk.send('a');
    answer(last(), 'one');
    const branch = talk.toJSON();
    talk.edit(talk.state.turns[0]!, 'A');
    answer(last(), 'two');
    talk.restore(branch);
    expect(linesOf(talk.state)).toEqual(['user a (sent)', 'assistant one (done)']);
  });

  it('changes a turn of the queue in its place', () => {
    const { chat: talk, requests } = chatByHand();
    for (const text of ['a', 'b', 'c']) talk.send(text);
    talk.edit(talk.state.queued[0]!, 'B');
    expect([linesOf(talk.state).slice(2), requests.length]).toEqual([['queued B', 'queued c'], 1]);
  });

  it('throws for a reply, and ignores a turn that is gone', () => {
    const { chat: talk, requests, last } = chatByHand();
    talk.send('a');
    answer(last(), 'one');
    expect(() => talk.edit(talk.state.turns[1]!, 'b')).toThrow('edit: turn: must be a turn of the user');
    talk.edit('gone', 'b');
    expect(requests).toHaveLength(1);
  });
});

describe('approve', () => {
  const ran: string[] = [];
  const add = tool({
    name: 'add',
    description: 'Adds.',
    inputSchema: { type: 'object' },
    run: () => void ran.push('add'),
  });
  const call = { content: { tool_use: { name: 'add', id: 'toolu_1' } } };

  it.each([
    [true, 'done', ['add']],
    [false, 'denied', []],
    [{ reason: 'Not now.' }, 'denied', []],
  ])('%j makes the call %s', async (approval, status, expected) => {
    ran.length = 0;
    const { chat: talk, requests, last } = chatByHand({ tools: [add], approve: 'ask' });
    talk.send('a');
    answer(last(), call);
    expect(talk.state.turns[1]?.toolUses.map((use) => use.status)).toEqual(['waiting']);
    talk.approve({ id: 'another' });
    talk.approve(talk.state.turns[1]!.toolUses[0]!, approval);
    await new Promise(setImmediate);
    expect([talk.state.turns[1]?.toolUses.map((use) => use.status), ran]).toEqual([[status], expected]);
    expect(JSON.stringify(last().params.messages)).toContain(approval === true ? 'tool_result' : 'not approved');
    answer(requests[1]!, 'Done.');
    expect(linesOf(talk.state)).toEqual(['user a (sent)', 'assistant Done. (done)']);
  });

  it('is no longer awaited by a stopped reply, whose calls the history omits', () => {
    const { chat: talk, last } = chatByHand({ tools: [add], approve: 'ask' });
    talk.send('a');
    answer(last(), call);
    talk.stop();
    expect(talk.state.turns[1]?.toolUses.map((use) => use.status)).toEqual(['stopped']);
    expect(talk.history).toEqual([user('a')]);
  });
});

describe('reset', () => {
  it('stops the reply and starts with other messages', () => {
    const { chat: talk, requests } = chatByHand();
    talk.send('a');
    talk.send('b');
    talk.reset([{ role: 'user', content: 'x' }]);
    expect([linesOf(talk.state), talk.state.status]).toEqual([['user x (sent)'], 'idle']);
    expect(requests[0]?.events$.observed).toBe(false);
    talk.reset();
    expect(talk.state.turns).toEqual([]);
  });
});

describe('the teardown of a reply', () => {
  /** A chat whose first reply calls it when it ends, and the requests that run. */
  const chatWithTeardown = (act: (talk: Chat) => void) => {
    const replies: Subject<MessageStreamEvent>[] = [];
    const stream = () => {
      const reply$ = new Subject<MessageStreamEvent>();
      const isFirst = replies.push(reply$) === 1;
      return reply$.pipe(
        finalize(() => {
          if (isFirst) act(talk);
        }),
      );
    };
    const talk: Chat = chat(stream, chatParams);
    talk.send('a');
    return { chat: talk, running: () => replies.flatMap(({ observed }, place) => (observed ? [place] : [])) };
  };

  it('may request the reply again, which then runs as the only one', () => {
    const { chat: talk, running } = chatWithTeardown((talk) => talk.regenerate());
    talk.stop();
    expect([linesOf(talk.state), running()]).toEqual([['user a (sent)', 'assistant  (pending)'], [1]]);
    talk.stop();
    expect([talk.state.status, running()]).toEqual(['stopped', []]);
  });

  it('may change the question while another request of the reply begins', () => {
    const { chat: talk, running } = chatWithTeardown((talk) => talk.edit(talk.state.turns[0]!, 'b'));
    talk.regenerate();
    expect([linesOf(talk.state), running()]).toEqual([['user b (sent)', 'assistant  (pending)'], [1]]);
  });

  it('may send a turn, which waits for the reply that replaces the first', () => {
    const { chat: talk, running } = chatWithTeardown((talk) => talk.send('b'));
    talk.regenerate();
    expect([linesOf(talk.state), running()]).toEqual([['user a (sent)', 'assistant  (pending)', 'queued b'], [1]]);
  });

  it.each<[string, (talk: Chat) => void]>([
    ['reset', (talk) => talk.reset()],
    ['restore', (talk) => talk.restore(chat(() => [], chatParams).toJSON())],
  ])('may send a turn after %s', (_, replace) => {
    const { chat: talk, running } = chatWithTeardown((talk) => talk.send('b'));
    replace(talk);
    expect([linesOf(talk.state), running()]).toEqual([['user b (sent)', 'assistant  (pending)'], [1]]);
  });
});

describe('dispose', () => {
  it('shows the stopped reply before the state completes, even inside a subscriber', async () => {
    const { chat: talk, last } = chatByHand();
    talk.state$.subscribe(({ status }) => {
      if (status === 'streaming') talk.dispose();
    });
    const states: string[] = [];
    talk.state$.subscribe({ next: ({ status }) => states.push(status), complete: () => states.push('complete') });
    talk.send('a');
    begin(last(), 'one');
    expect(states).toEqual(['idle', 'pending', 'streaming', 'stopped', 'complete']);
    expect(await firstValueFrom(talk.state$)).toBe(talk.state);
  });

  it('inside a subscriber keeps a request from being sent', () => {
    const streams: unknown[] = [];
    const stream = (params: unknown) => {
      streams.push(params);
      return new Subject<MessageStreamEvent>();
    };
    const source = { stream, resumable: true }; // like `relayed`
    const talk = chat(source, chatParams);
    talk.state$.subscribe(({ status }) => {
      if (status === 'pending') talk.dispose();
    });
    talk.send('a');
    expect(streams).toEqual([]);
  });

  it('completes the state, which a late subscriber still gets, and ignores what follows', async () => {
    const { chat: talk, requests, last } = chatByHand();
    talk.send('a');
    talk.send('b');
    begin(last(), 'one');
    talk.dispose();
    const [state] = await firstValueFrom(talk.state$.pipe(toArray()));
    expect(linesOf(state!)).toEqual(['user a (sent)', 'assistant one (stopped)', 'queued b']);
    expect(requests.map(({ events$ }) => events$.observed)).toEqual([false]);
    talk.send('c');
    talk.retry();
    talk.reset();
    talk.restore(talk.toJSON());
    talk.edit(talk.state.turns[0]!, 'A');
    talk.stop(talk.state.queued[0]);
    talk.dispose();
    expect([talk.state, requests.length]).toEqual([state, 1]);
  });
});

describe('restore', () => {
  const reload = (talk: Chat) => JSON.parse(JSON.stringify(talk)) as SavedChat;

  it('shows a partial reply as stopped, and requests it again on retry', () => {
    const before = chatByHand();
    before.chat.send('a');
    before.chat.send('b');
    begin(before.last(), 'one two');
    const after = chatByHand();
    after.chat.restore(reload(before.chat));
    expect(linesOf(after.chat.state)).toEqual(['user a (sent)', 'assistant one two (stopped)', 'queued b']);
    expect([after.requests, after.chat.state.canRetry]).toEqual([[], true]);
    expect(after.chat.history).toEqual([user('a'), assistant('one two')]);
    after.chat.retry();
    answer(after.last(), 'one');
    expect(linesOf(after.chat.state)).toEqual([
      'user a (sent)',
      'assistant one (done)',
      'user b (sent)',
      'assistant  (pending)',
    ]);
  });

  it('unsubscribes from the running reply', () => {
    const { chat: talk, requests, last } = chatByHand();
    const empty = talk.toJSON();
    talk.send('a');
    begin(last(), 'one');
    talk.restore(empty);
    expect([talk.state.turns, requests[0]?.events$.observed]).toEqual([[], false]);
  });

  it('lets the restored queue wait, even inside a subscriber of a synchronous source', () => {
    const before = chatByHand();
    before.chat.send('a');
    before.chat.send('b');
    const saved = reload(before.chat);
    const talk = chat(() => from(messageEvents('x')), chatParams);
    talk.state$.subscribe(({ status }) => {
      if (status === 'done') talk.restore(saved);
    });
    talk.send('c');
    expect(linesOf(talk.state)).toEqual(['user a (sent)', 'assistant  (stopped)', 'queued b']);
  });

  it('keeps errors and ids', () => {
    const before = chatByHand();
    before.chat.send('a');
    before.last().events$.error(broken);
    const { turns } = before.chat.state;
    const after = chatByHand();
    after.chat.restore(reload(before.chat));
    expect(after.chat.state.turns.map(({ id }) => id)).toEqual(turns.map(({ id }) => id));
    expect((after.chat.state.error as AnthropicError).message).toBe(broken.message);
  });

  it.each<[string, unknown]>([
    ['a system message without content', { role: 'system' }],
    ['a stored question without content', { role: 'user', content: null }],
    ['a stored reply without content', { role: 'assistant', content: null }],
  ])('reads the JSON of a chat that begins with %s', (_, message) => {
    const messages = [message] as MessageCreateParams['messages'];
    const before = chat(() => [], { ...chatParams, messages });
    const after = chat(() => [], chatParams);
    after.restore(reload(before));
    expect([linesOf(after.state), after.history]).toEqual([linesOf(before.state), messages]);
  });

  it('ignores the empty value of a storage', () => {
    const { chat: talk } = chatByHand();
    const states = statesOf(talk);
    talk.restore(null);
    talk.restore(undefined);
    expect(states).toHaveLength(1);
  });
});

describe('the states of a chat', () => {
  it('arrive in order at every subscriber, whatever one of them does', () => {
    const { chat: talk, last } = chatByHand();
    talk.state$.subscribe(({ status }) => {
      if (status === 'error') talk.retry();
    });
    const states: ChatState[] = statesOf(talk);
    talk.send('a');
    last().events$.error(broken);
    expect(states.map(({ status }) => status)).toEqual(['idle', 'pending', 'error', 'pending']);
  });

  it('are emitted only for events that change a turn', () => {
    const { chat: talk, last } = chatByHand();
    talk.send('a');
    begin(last(), 'one');
    const states = statesOf(talk);
    last().events$.next({ type: 'ping' } as never); // newer than the types
    expect(states).toHaveLength(1);
  });

  it('share their parts: 20,000 deltas are linear', () => {
    const { chat: talk, last } = chatByHand();
    talk.reset(
      Array.from({ length: 2_000 }, (_, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content: 'x' }) as const),
    );
    talk.send('a');
    const { events$ } = last();
    const turns = new Set<unknown>();
    talk.state$.subscribe((state) => turns.add(state));
    for (const event of [reply.S, reply.B]) events$.next(event);
    for (let i = 0; i < 20_000; i++) events$.next(reply.a);
    for (const event of [reply.E, reply.D, reply.X]) events$.next(event);
    events$.complete();
    expect([turns.size, talk.state.turns.at(-1)?.text.length]).toEqual([20_007, 20_000]);
  });
});
