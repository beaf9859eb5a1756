import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, mergeMap, NEVER, Subject, take, takeUntil, tap, toArray } from 'rxjs';
import { APIUserAbortError, type Message, type MessageStreamEvent, OverloadedError } from '../../lib/index.ts';
import { limitConcurrency } from '../../lib/operators/limit-concurrency.ts';
import { retryMessage } from '../../lib/operators/retry-message.ts';
import { shareStream } from '../../lib/operators/share-stream.ts';
import { streamState, type StreamState } from '../../lib/operators/stream-state.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { deepFreeze } from '../support/deep-freeze.ts';
import { emptyMessage, reply, unknownEvent } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const connecting: StreamState = {
  status: 'connecting',
  text: '',
  thinking: '',
  message: undefined,
  toolUses: [],
  usage: undefined,
  error: undefined,
};
const { usage } = emptyMessage;
const withText = (text: string): Message => ({ ...emptyMessage, content: [{ type: 'text', text }] });
const streaming = (text: string): StreamState => ({
  ...connecting,
  status: 'streaming',
  text,
  message: withText(text),
  usage,
});
const queued: StreamState = { ...connecting, status: 'queued' };
const stopped = (state: StreamState): StreamState => ({ ...state, status: 'stopped' });
const values = {
  c: connecting,
  s: { ...streaming(''), message: emptyMessage },
  t: streaming(''),
  a: streaming('a'),
  b: streaming('ab'),
};
const all = (events: MessageStreamEvent[]) => lastValueFrom(from(events).pipe(streamState(), toArray()));

describe('streamState', () => {
  it('emits connecting immediately, a state whenever the message grows, and done', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const counted = { input_tokens: 5, output_tokens: 9 };
      const message: Message = { ...withText('ab'), stop_reason: 'end_turn', usage: counted };
      const d = { ...streaming('ab'), message, usage: counted };
      const source = cold('   -S-B-a-b-U-E-D-X-|', reply);
      const expected = '      cs-t-a-b-----d---(e|)';
      expectObservable(source.pipe(streamState())).toBe(expected, { ...values, d, e: { ...d, status: 'done' } });
      expectSubscriptions(source.subscriptions).toBe('^----------------!');
    });
  });

  it('ends with stopped when the source completes before the message does', () => {
    marbles(({ cold, expectObservable }) => {
      const stopped = { ...streaming('a'), status: 'stopped' };
      const source = cold('-S-B-a-b-', reply).pipe(takeUntil(cold('------x')));
      expectObservable(source.pipe(streamState())).toBe('cs-t-a(z|)', { ...values, z: stopped });
      expectObservable(cold<MessageStreamEvent>('--|').pipe(streamState())).toBe('c-(z|)', {
        ...values,
        z: { ...connecting, status: 'stopped' },
      });
    });
  });

  it('ends with the error and the partial message, as a value', () => {
    const error = new OverloadedError('busy');
    marbles(({ cold, expectObservable }) => {
      const failed = { ...streaming('a'), status: 'error', error };
      expectObservable(cold('-S-B-a-#', reply, error).pipe(streamState())).toBe('cs-t-a-(z|)', {
        ...values,
        z: failed,
      });
      expectObservable(cold('#', reply, 'early').pipe(streamState())).toBe('(cz|)', {
        ...values,
        z: { ...connecting, status: 'error', error: 'early' },
      });
    });
    expect(error.partialMessage).toEqual(withText('a'));
  });

  it('takes an aborted signal for a stop', () => {
    marbles(({ cold, expectObservable }) => {
      const stopped = { ...streaming('a'), status: 'stopped' };
      const source = cold('-S-B-a-#', reply, new APIUserAbortError('aborted'));
      expectObservable(source.pipe(streamState())).toBe('cs-t-a-(z|)', { ...values, z: stopped });
    });
  });

  it('starts over when a second message or a restart arrives', () => {
    const restart = { type: 'anthropic_rxjs_restart' } as unknown as MessageStreamEvent; // in no union of the API
    marbles(({ cold, expectObservable }) => {
      const source = cold('-S-B-a-R-S-B', { ...reply, R: restart });
      expectObservable(source.pipe(streamState()), '^-----------!').toBe('cs-t-a-c-s-t', values);
    });
  });

  it('is queued until limitConcurrency starts the stream, through operators between', () => {
    marbles(({ cold, expectObservable }) => {
      const limited = limitConcurrency(1);
      const states = { ...values, q: queued };
      const source = () => cold<MessageStreamEvent>('-S-B-|', reply).pipe(limited(), takeUntil(cold('------------x')));
      expectObservable(source().pipe(streamState())).toBe('cs-t-(x|)', { ...states, x: stopped(streaming('')) });
      expectObservable(source().pipe(streamState())).toBe('q----cs-t-(x|)', { ...states, x: stopped(streaming('')) });
      expectObservable(source().pipe(streamState())).toBe('q---------cs(x|)', { ...states, x: stopped(states.s) });
      expectObservable(source().pipe(streamState()), '^--!').toBe('q', states);
    });
  });

  it('is queued for all who share a stream, and not for others who subscribe meanwhile', () => {
    const limited = limitConcurrency(1);
    const first = new Subject<MessageStreamEvent>();
    first.pipe(limited()).subscribe();
    const shared = shareStream()(NEVER.pipe(limited()));
    const limitedByAnother = NEVER.pipe(limited());
    const seen = { one: [] as string[], two: [] as string[], other: [] as string[] };
    shared.pipe(streamState()).subscribe(({ status }) => seen.one.push(status));
    shared.pipe(streamState()).subscribe(({ status }) => seen.two.push(status));
    from([reply.S])
      .pipe(
        streamState(),
        tap(({ status }) => seen.other.push(status)),
        mergeMap(() => limitedByAnother),
      )
      .subscribe();
    first.complete();
    expect(seen).toEqual({
      one: ['queued', 'connecting'],
      two: ['queued', 'connecting'],
      other: ['connecting', 'streaming', 'stopped'],
    });
  });

  it('is queued again when a retry has to wait', () => {
    const limited = limitConcurrency(1);
    const first = new Subject<MessageStreamEvent>();
    const others = new Subject<never>();
    const seen: string[] = [];
    first
      .pipe(limited(), retryMessage<MessageStreamEvent>({ delay: 0 }), streamState())
      .subscribe(({ status }) => seen.push(status));
    others.pipe(limited({ priority: 1 })).subscribe();
    first.error(new OverloadedError('busy', { type: 'overloaded_error' }));
    expect(seen).toEqual(['connecting', 'queued']);
    others.complete();
    expect(seen).toEqual(['connecting', 'queued', 'connecting', 'error']);
  });

  it('unsubscribes from a source that emits synchronously without end', () => {
    let pulled = 0;
    function* endless() {
      for (; pulled < 100; pulled++) yield pulled === 0 ? reply.S : reply.B;
    }
    from(endless()).pipe(streamState(), take(2)).subscribe();
    expect(pulled).toBe(0);
  });

  it('joins thinking, lists tool calls and keeps unchanged values', async () => {
    const content = [
      { thinking: 'Let me ' },
      { thinking: 'see.' },
      'First. ',
      { tool_use: { name: 'f', input: { x: 1 } } },
      'Then.',
    ];
    const seen = await all(messageEvents({ content, chunk: 4 }));
    const last = seen.at(-1)!;
    expect(last).toMatchObject({ status: 'done', text: 'First. Then.', thinking: 'Let me see.' });
    expect(last.toolUses).toEqual([expect.objectContaining({ name: 'f', input: { x: 1 } })]);
    expect(last.toolUses[0]).toBe(last.message!.content[3]);
    const lists = new Set(seen.map(({ toolUses }) => toolUses));
    const changes = new Set(seen.map(({ message }) => message?.content[3]));
    expect(lists.size).toBe(changes.size);
  });

  it('never changes a state it has emitted', () => {
    const events = messageEvents({ content: ['Hello', { tool_use: { name: 'f', input: { x: [1, 2] } } }], chunk: 2 });
    const seen: StreamState[] = [];
    const source = new Subject<MessageStreamEvent>();
    source.pipe(streamState()).subscribe((state) => seen.push(deepFreeze(state)));
    for (const event of [...events.slice(0, 3), unknownEvent, ...events.slice(3)]) source.next(event);
    source.complete();
    expect(seen.at(-1)).toMatchObject({ status: 'done', text: 'Hello' });
  });

  it('unsubscribes from the source, in any frame', () =>
    cutAtEveryFrame(18, (cold) =>
      cold('-S-B-a-b-E-D-X-|', reply as Record<string, MessageStreamEvent>).pipe(streamState()),
    ));
});
