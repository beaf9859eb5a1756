import { describe, expect, it } from '@jest/globals';
import { concat, lastValueFrom, Subject, take } from 'rxjs';
import {
  AnthropicClient,
  conversation,
  finalText,
  type MessageCreateParams,
  type MessageStreamEvent,
} from '../../lib/index.ts';
import { fakeFetch, messageEvents, sseBody } from '../../lib/testing/index.ts';
import { messageDelta, messageStart, messageStop, reply } from '../support/events.ts';

const params = { model: 'claude-sonnet-5', max_tokens: 64, system: 'Be short.' };
const cut = new Error('cut');
const user = (content: string) => ({ role: 'user', content });
const assistant = (text: string) => ({ role: 'assistant', content: [{ type: 'text', text }] });

/** A conversation over replies from memory, and the messages of each request. */
function chatWith(...replies: (string | MessageStreamEvent[])[]) {
  const events = replies.map((reply) => (typeof reply === 'string' ? messageEvents(reply) : reply));
  const fetch = fakeFetch(events.map((reply) => sseBody(reply)));
  const chat = conversation(new AnthropicClient({ apiKey: 'key', fetch, maxRetries: 0 }), params);
  return { chat, sent: () => fetch.requests.map(({ body }) => body) };
}

/** A conversation whose replies the test gives by hand. */
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

  it('tells the history and each change', () => {
    const { chat, replies } = chatByHand();
    const seen: number[] = [];
    chat.history$.subscribe((history) => seen.push(history.length));
    chat.send('a').subscribe();
    for (const event of [reply.S, reply.B, reply.a, reply.E, reply.D, reply.X]) replies[0]!.next(event);
    expect(seen).toEqual([0]);
    replies[0]!.complete();
    expect(seen).toEqual([0, 2]);
  });

  it('appends nothing when the reply fails or is left, and takes the next turn then', () => {
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

  it('appends what came of a cut reply when it is asked to, once', () => {
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

  it('forks: two that go on from the same turns', async () => {
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

  it('keeps what the model said unchanged, without empty text, and the question when it said nothing', async () => {
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
});
