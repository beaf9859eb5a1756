import { describe, expect, it } from '@jest/globals';
import { concat, from, lastValueFrom, type Observable, Subject, take } from 'rxjs';
import {
  AnthropicClient,
  conversation,
  finalText,
  type MessageCreateParams,
  type MessageStreamEvent,
} from '../../lib/index.ts';
import { messageEvents, sseBody } from '../../lib/testing/index.ts';
import { blockStop } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop, reply } from '../support/events.ts';
import { strictFetch } from '../support/strict-fetch.ts';

const params = { model: 'claude-sonnet-5', max_tokens: 64, system: 'Be short.' };
const cut = new Error('cut');
const user = (content: string) => ({ role: 'user', content });
const assistant = (text: string) => ({ role: 'assistant', content: [{ type: 'text', text }] });

/** A conversation over replies from memory, and the messages of each request. */
function chatWith(...replies: (string | MessageStreamEvent[])[]) {
  const events = replies.map((reply) => (typeof reply === 'string' ? messageEvents(reply) : reply));
  const fetch = strictFetch(events.map((reply) => sseBody(reply)));
  const chat = conversation(new AnthropicClient({ apiKey: 'key', fetch, maxRetries: 0 }), params);
  return { chat, sent: () => fetch.requests.map(({ body }) => body) };
}

/** A conversation whose replies the test emits by hand. */
function chatByHand() {
  const replies: Subject<MessageStreamEvent>[] = [];
  const stream = () => {
    const reply$ = new Subject<MessageStreamEvent>();
    replies.push(reply$);
    return reply$;
  };
  return { chat: conversation({ messages: { stream } }, params), replies };
}

describe('conversation', () => {
  it('sends each turn with those before it and appends both when the reply is complete', async () => {
    const { chat, sent } = chatWith('Hi Alice!', 'Your name is Alice.');
    expect(await lastValueFrom(chat.send("I'm Alice").pipe(finalText()))).toBe('Hi Alice!');
    const second$ = chat.send("What's my name?").pipe(finalText());
    expect(sent()).toHaveLength(1);
    expect(await lastValueFrom(second$)).toBe('Your name is Alice.');
    const first = [user("I'm Alice"), assistant('Hi Alice!')];
    const whole = [...first, user("What's my name?"), assistant('Your name is Alice.')];
    expect(sent()).toEqual([
      { ...params, stream: true, messages: [user("I'm Alice")] },
      { ...params, stream: true, messages: whole.slice(0, 3) },
    ]);
    expect(chat.history).toEqual(whole);
    expect(JSON.parse(JSON.stringify(chat.history))).toEqual(whole);
  });

  it('can send the next turn as soon as one completes', async () => {
    const { chat } = chatWith('one', 'two');
    await lastValueFrom(concat(chat.send('a'), chat.send('b')));
    expect(chat.history).toEqual([user('a'), assistant('one'), user('b'), assistant('two')]);
  });

  it('can send the next turn inside the completion of one, and then no other', () => {
    const { chat, replies } = chatByHand();
    const errors: string[] = [];
    const sendNext = () => void chat.send('b').subscribe();
    chat.send('a').subscribe({ complete: sendNext });
    for (const event of [reply.S, reply.B, reply.a, reply.E, reply.D, reply.X]) replies[0]!.next(event);
    replies[0]!.complete();
    chat.send('c').subscribe({ error: (error: unknown) => errors.push((error as Error).name) });
    expect([replies.length, replies[1]?.observed, errors]).toEqual([2, true, ['AnthropicError']]);
  });

  it.each<[string, unknown, unknown]>([
    ['conversation: client: is missing; pass a client, such as new AnthropicClient()', undefined, params],
    [
      'conversation: params: is missing; pass an object such as { model, max_tokens }',
      { messages: { stream: () => [] } },
      undefined,
    ],
  ])('throws "%s"', (message, client, given) => {
    expect(() => conversation(client as AnthropicClient, given as typeof params)).toThrow(message);
  });

  it('emits the history and each change', () => {
    const { chat, replies } = chatByHand();
    const seen: number[] = [];
    chat.history$.subscribe((history) => seen.push(history.length));
    chat.send('a').subscribe();
    for (const event of [reply.S, reply.B, reply.a, reply.E, reply.D, reply.X]) replies[0]!.next(event);
    expect(seen).toEqual([0]);
    replies[0]!.complete();
    expect(seen).toEqual([0, 2]);
  });

  it('appends nothing when the reply fails or is unsubscribed, and then accepts the next turn', () => {
    const { chat, replies } = chatByHand();
    const errors: unknown[] = [];
    chat.send('a').subscribe({ error: (error: unknown) => errors.push(error) });
    for (const event of [reply.S, reply.B, reply.a]) replies[0]!.next(event);
    replies[0]!.error(cut);
    chat.send('b').subscribe().unsubscribe();
    expect(errors).toEqual([cut]);
    expect(chat.history).toEqual([]);
    expect(replies.map(({ observed }) => observed)).toEqual([false, false]);
  });

  it('appends a partial reply on request, once', () => {
    const { chat, replies } = chatByHand();
    const seen: number[] = [];
    chat.history$.subscribe((history) => seen.push(history.length));
    chat.send('a', { keepPartial: true }).subscribe({ error: () => undefined });
    for (const event of [reply.S, reply.B, reply.a]) replies[0]!.next(event);
    replies[0]!.error(cut);
    expect(chat.history).toEqual([user('a'), assistant('a')]);
    const left = chat.send('b', { keepPartial: true }).subscribe();
    replies[1]!.next(reply.S);
    left.unsubscribe();
    expect(seen).toEqual([0, 2]);
    chat.send('c', { keepPartial: true }).pipe(take(6)).subscribe();
    for (const event of [reply.S, reply.B, reply.b, reply.E, reply.D, reply.X]) replies[2]!.next(event);
    expect(chat.history).toEqual([user('a'), assistant('a'), user('c'), assistant('b')]);
  });

  it('refuses a second turn while one is running', () => {
    const { chat, replies } = chatByHand();
    const errors: unknown[] = [];
    chat.send('a').subscribe();
    chat
      .send('b')
      .subscribe({ error: (error: unknown) => errors.push([(error as Error).name, (error as Error).message]) });
    expect(errors).toEqual([
      [
        'AnthropicError',
        'A turn of this conversation is still running; wait until it has completed, unsubscribe from it, or fork() the conversation.',
      ],
    ]);
    expect(replies).toHaveLength(1);
    expect(replies[0]!.observed).toBe(true);
  });

  it.each<[string, unknown, unknown]>([
    ['a client that throws', 'a', new Error('thrown')],
    ['content that is not a content', [null], expect.any(TypeError)],
  ])('accepts the next turn after %s', async (_, content, problem) => {
    let requests = 0;
    const stream = (): Observable<MessageStreamEvent> => {
      if (content === 'a' && requests++ === 0) throw problem as Error;
      return from(messageEvents('one'));
    };
    const chat = conversation({ messages: { stream } }, params);
    const errors: unknown[] = [];
    chat.send(content as string).subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toEqual([problem]);
    await lastValueFrom(chat.send('b'));
    expect(chat.history).toEqual([user('b'), assistant('one')]);
  });

  it('appends no running turn after a reset to the same turns', () => {
    const { chat, replies } = chatByHand();
    chat.send('a').subscribe();
    chat.reset(chat.history);
    for (const event of messageEvents('one')) replies[0]!.next(event);
    replies[0]!.complete();
    expect(chat.history).toEqual([]);
  });

  it('forks into two that continue from the same turns', async () => {
    const { chat, sent } = chatWith('one', 'two', 'three');
    await lastValueFrom(chat.send('a'));
    const other = chat.fork();
    await lastValueFrom(chat.send('b'));
    await lastValueFrom(other.send('c'));
    expect(chat.history).toEqual([user('a'), assistant('one'), user('b'), assistant('two')]);
    expect(other.history).toEqual([user('a'), assistant('one'), user('c'), assistant('three')]);
    expect(sent()[2]).toMatchObject({ system: 'Be short.', messages: other.history.slice(0, 3) });
  });

  it('starts from given turns and can be reset, also while a turn is running', () => {
    const { chat, replies } = chatByHand();
    chat.reset([{ role: 'user', content: 'x' }]);
    chat.send('a').subscribe();
    chat.reset();
    for (const event of [reply.S, reply.B, reply.a, reply.E, reply.D, reply.X]) replies[0]!.next(event);
    replies[0]!.complete();
    expect(chat.history).toEqual([]);
    const stream = () => new Subject<MessageStreamEvent>();
    const messages: MessageCreateParams['messages'] = [{ role: 'user', content: 'x' }];
    expect(conversation({ messages: { stream } }, { ...params, messages }).history).toEqual(messages);
  });

  it('keeps the reply unchanged, without empty text, and the question when the reply is empty', async () => {
    const tool = messageEvents({ content: ['', { thinking: 'so' }, { tool_use: { name: 'f', input: { a: 1 } } }] });
    const silent = [messageStart(), messageDelta(), messageStop];
    const { chat } = chatWith(tool, silent);
    await lastValueFrom(chat.send('a'));
    expect(chat.history[1]?.content).toEqual([
      expect.objectContaining({ type: 'thinking', thinking: 'so' }),
      expect.objectContaining({ type: 'tool_use', name: 'f', input: { a: 1 } }),
    ]);
    await lastValueFrom(chat.send('b'));
    expect(chat.history).toEqual([user('a'), user('b')]);
  });

  const calling = messageEvents({
    content: ['Let me see', { tool_use: { name: 'f', id: 'x' } }, { tool_use: { name: 'g', id: 'y' } }],
  });
  const result = (tool_use_id: string) => ({ type: 'tool_result' as const, tool_use_id, content: '3' });
  const call = (id: string, name: string) => ({ type: 'tool_use', id, name, input: {} });

  it('keeps the calls that the next turn answers, and no others', async () => {
    const { chat } = chatWith(calling, 'Thanks', 'Well');
    await lastValueFrom(chat.send('a'));
    expect(chat.history[1]?.content).toEqual([{ type: 'text', text: 'Let me see' }, call('x', 'f'), call('y', 'g')]);
    await lastValueFrom(chat.send([result('x')]));
    expect(chat.history.slice(1, 3)).toEqual([
      { role: 'assistant', content: [{ type: 'text', text: 'Let me see' }, call('x', 'f')] },
      { role: 'user', content: [result('x')] },
    ]);
    await lastValueFrom(chat.send('b'));
    expect(chat.history.slice(3)).toEqual([assistant('Thanks'), user('b'), assistant('Well')]);
  });

  it('sends a pause back without an abandoned search', async () => {
    const search = { type: 'server_tool_use', id: 's', name: 'web_search', input: {} } as const;
    const { chat } = chatWith(messageEvents({ content: ['Let me see', search], stop_reason: 'pause_turn' }), 'Well');
    await lastValueFrom(chat.send('a'));
    await lastValueFrom(chat.send('b'));
    expect(chat.history).toEqual([user('a'), assistant('Let me see'), user('b'), assistant('Well')]);
  });

  it('keeps no call of an interrupted reply', () => {
    const { chat, replies } = chatByHand();
    const sent = chat.send('a', { keepPartial: true }).subscribe();
    for (const event of calling.slice(0, -2)) replies[0]!.next(event);
    sent.unsubscribe();
    expect(chat.history).toEqual([user('a'), assistant('Let me see')]);
  });

  it('keeps nothing of a refused turn, and shows it until the next', async () => {
    const refusing = messageEvents({ content: 'I will begin', stop_reason: 'refusal' });
    const { chat, sent } = chatWith(refusing, 'Hi', refusing);
    const seen: unknown[] = [];
    chat.refused$.subscribe((refused) => seen.push(refused && [refused.question, refused.reply.stop_reason]));
    await lastValueFrom(chat.send('a', { keepPartial: true }));
    expect(chat.history).toEqual([]);
    await lastValueFrom(chat.send('b'));
    expect(sent()[1]?.messages).toEqual([user('b')]);
    await lastValueFrom(chat.send('c'));
    expect(chat.history).toEqual([user('b'), assistant('Hi')]);
    chat.reset();
    expect(seen).toEqual([undefined, [user('a'), 'refusal'], undefined, [user('c'), 'refusal'], undefined]);
  });

  it('shows no refused turn that ends after a reset', () => {
    const { chat, replies } = chatByHand();
    const seen: unknown[] = [];
    chat.refused$.subscribe((refused) => seen.push(refused));
    chat.send('a').subscribe();
    chat.reset();
    for (const event of [reply.S, reply.B, reply.a, blockStop(0), messageDelta('refusal'), messageStop])
      replies[0]!.next(event);
    replies[0]!.complete();
    expect(seen).toEqual([undefined]);
  });

  it('keeps unsigned thinking of a complete reply only, and invents no signature', async () => {
    const thinking = { type: 'thinking', thinking: 'Hm' } as never;
    const whole = messageEvents({ content: [thinking, 'Hi'] });
    const cutShort = messageEvents({ content: [thinking, 'Hi'], stop_reason: 'max_tokens' });
    const { chat } = chatWith(whole, cutShort);
    await lastValueFrom(chat.send('a'));
    expect(chat.history[1]?.content).toEqual([thinking, { type: 'text', text: 'Hi' }]);
    await lastValueFrom(chat.send('b'));
    expect(chat.history[3]).toEqual(assistant('Hi'));
  });
});
