import { describe, expect, it } from '@jest/globals';
import { distinctUntilChanged, lastValueFrom, map, takeWhile, timer } from 'rxjs';
import * as z from 'zod/mini';
import {
  AnthropicClient,
  type BetaMessage,
  type Chat,
  chat,
  type ChatState,
  OverloadedError,
  tool,
} from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { json, text, toolStart } from '../support/block-events.ts';
import { messageDelta, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import { chatParams } from './scripted-chat.ts';

const overloaded = new OverloadedError('529 overloaded_error: Overloaded');
/** The text and the status of the last turn, and the status of its calls. */
const brief = ({ turns }: ChatState) => {
  const { text = '', status = 'none', toolUses = [] } = turns.at(-1) ?? {};
  return [text, status, ...toolUses.map((call) => call.status)].filter(Boolean).join(' ');
};
const values = { p: 'pending', s: 'streaming', a: 'a streaming', b: 'ab streaming' };

describe('chat over a stream of messages', () => {
  it('shows a reply event by event, from pending to done', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-B-a-b-E-D-X|', reply);
      const subs = '        ^-------------!';
      const expected = '    ps-s-a-b-b-b-bd';
      const { state$, send } = chat(() => source, chatParams);
      send('Hi');
      expectObservable(state$.pipe(map(brief))).toBe(expected, { ...values, d: 'ab done' });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('shows an error as a turn, and requests the reply again', () => {
    marbles(({ cold, expectObservable, hot }) => {
      const sources = [cold('-S-B-a-#', reply, overloaded), cold('-S-B-b-E-D-X|', reply)];
      const clicks = hot('   ----------r', { r: undefined });
      const expected = '     ps-s-a-e--ps-s-c-c-c-cd';
      const { state$, send, retry } = chat(() => sources.shift()!, chatParams);
      send('Hi');
      clicks.subscribe(() => retry());
      expectObservable(state$.pipe(map((state) => [brief(state), state.error, state.canRetry]))).toBe(expected, {
        p: ['pending', undefined, false],
        s: ['streaming', undefined, false],
        a: ['a streaming', undefined, false],
        e: ['a error', overloaded, true],
        c: ['b streaming', undefined, false],
        d: ['b done', undefined, false],
      });
    });
  });

  it('unsubscribes from the request when it is stopped, and then sends the queue', () => {
    marbles(({ cold, expectObservable, expectSubscriptions, hot }) => {
      const first = cold(' -S-B-a----b', reply);
      const second = cold('        -S-B-b-E-D-X|', reply);
      const firstSubs = '  ^------!';
      const secondSubs = ' -------^-----------!';
      const clicks = hot(' ----q--s', { q: 'q', s: 's' });
      const expected = '   ps-sqa-(tp)';
      const sources = [first, second];
      const { state$, send, stop } = chat(() => sources.shift()!, chatParams);
      send('Hi');
      clicks.subscribe((click) => (click === 'q' ? send('more') : stop()));
      const shown$ = state$.pipe(map((state) => `${brief(state)} ${state.queued.length}`));
      expectObservable(shown$, '^-------!').toBe(expected, {
        p: 'pending 0',
        s: 'streaming 0',
        q: 'streaming 1',
        a: 'a streaming 1',
        t: 'a stopped 1',
      });
      expectSubscriptions(first.subscriptions).toBe(firstSubs);
      expectSubscriptions(second.subscriptions).toBe(secondSubs);
    });
  });

  it('stops no reply when its state is unsubscribed, and shows the current state to a late subscriber', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-B-a-b-E-D-X|', reply);
      const early = '       ^-!';
      const late = '        ------^';
      const subs = '        ^-------------!';
      const { state$, send } = chat(() => source, chatParams);
      send('Hi');
      const shown$ = state$.pipe(map(brief));
      expectObservable(shown$, early).toBe('ps-', values);
      expectObservable(shown$, late).toBe(' ------ab-b-b-bd', { ...values, d: 'ab done' });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('aborts the reply and completes when it is disposed', () => {
    marbles(({ cold, expectObservable, expectSubscriptions, hot }) => {
      const source = cold(' -S-B-a-b', reply);
      const subs = '        ^-----!';
      const end = hot('     ------d');
      const expected = '    ps-s-a(t|)';
      const { state$, send, dispose } = chat(() => source, chatParams);
      send('Hi');
      end.subscribe(() => dispose());
      expectObservable(state$.pipe(map(brief))).toBe(expected, { ...values, t: 'a stopped' });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});

describe('chat over a run of tools', () => {
  const call = { ...reply, C: toolStart(0, 'f'), j: json(0, '{}'), T: messageDelta('tool_use'), a: text(0, 'a') };
  const slow = () =>
    tool({
      name: 'f',
      description: 'Runs.',
      inputSchema: { type: 'object' },
      run: () => timer(2).pipe(map(() => 'ok')),
    });

  it('shows the steps as one turn, with the outcome of the calls', () => {
    marbles(({ cold, expectObservable }) => {
      const first = cold('  -S-C-j-E-T-X|', call);
      const second = cold(' -S-B-a-E-D-X|', call);
      const expected = '    ps-c--------r-o----a------d';
      const sources = [first, second];
      const { state$, send } = chat(() => sources.shift()!, chatParams, { tools: [slow()] });
      send('Hi');
      expectObservable(state$.pipe(map(brief), distinctUntilChanged())).toBe(expected, {
        p: 'pending',
        s: 'streaming',
        c: 'streaming pending',
        r: 'streaming running',
        o: 'streaming done',
        a: 'a streaming done',
        d: 'a done done',
      });
    });
  });

  it('lets a call wait for the answer of the user', () => {
    marbles(({ cold, expectObservable, hot }) => {
      const sources = [cold('-S-C-j-E-T-X|', call), cold('-S|', call)];
      const clicks = hot('   --------------y', { y: undefined });
      const talk = chat(() => sources.shift()!, chatParams, { tools: [slow()], approve: 'ask' });
      talk.send('Hi');
      clicks.subscribe(() => talk.approve(talk.state.turns.at(-1)!.toolUses[0]!));
      expectObservable(talk.state$.pipe(map(brief)), '^---------------!').toBe('ps-c-c-c-c-cw-r', {
        p: 'pending',
        s: 'streaming',
        c: 'streaming pending',
        w: 'streaming waiting',
        r: 'streaming running',
      });
    });
  });
});

describe('chat over a client', () => {
  const params = { model: 'claude-sonnet-5', max_tokens: 64 };
  const client = () => new AnthropicClient({ apiKey: 'test', fetch: fakeFetch(messageEvents('Hello')), maxRetries: 0 });

  it.each<[string, (from: AnthropicClient) => Pick<Chat, 'send' | 'state$'>]>([
    ['a client', (from) => chat(from, params)],
    ['its messages', (from) => chat(from.messages, params)],
    ['a function', (from) => chat((sent) => from.messages.stream(sent), params)],
  ])('accepts %s', async (_, open) => {
    const talk = open(client());
    talk.send('Hi');
    const last = await lastValueFrom(talk.state$.pipe(takeWhile(({ status }) => status !== 'done', true)));
    expect(last.turns.map(({ text }) => text)).toEqual(['Hi', 'Hello']);
  });

  it('accepts its beta messages, with the beta types', async () => {
    const talk = chat(client().beta.messages, { ...params, betas: ['files-api-2025-04-14'] });
    talk.send('Hi');
    const last = await lastValueFrom(talk.state$.pipe(takeWhile(({ status }) => status !== 'done', true)));
    const message: BetaMessage | undefined = last.turns.at(-1)?.message;
    expect(message?.model).toBe('claude-sonnet-5');
  });

  it('types the calls of its tools', () => {
    const add = tool({ name: 'add', description: 'Adds.', inputSchema: z.object({ a: z.number() }), run: () => 'ok' });
    const talk = chat(client(), params, { tools: [add], approve: ({ input }) => input.a < 3 });
    const inputs: number[] = talk.state.turns.flatMap(({ toolUses }) => toolUses.map(({ input }) => input.a));
    expect(inputs).toEqual([]);
  });
});
