import { describe, expect, it } from '@jest/globals';
import { concat, defer, type Observable, of, throwError } from 'rxjs';
import {
  APIConnectionError,
  BadRequestError,
  continuationParams,
  finalMessage,
  type Message,
  type MessageStreamEvent,
  RateLimitError,
  resumeInterrupted,
  retryMessage,
  snapshots,
  textSnapshots,
} from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { blockStop, messageStart, reply, text, textStart, toolStart } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const gone = new APIConnectionError('gone');
const values = {
  ...reply,
  R: { type: 'anthropic_rxjs_restart' } as unknown as MessageStreamEvent,
  N: messageStart({ id: 'msg_2' }),
};
type Values = typeof values;

/** One source after the other, one for each subscription. */
function attempts(...sources: Observable<MessageStreamEvent>[]): Observable<MessageStreamEvent> {
  let next = 0;
  return defer(() => sources[next++] ?? throwError(() => new Error('subscribed too often')));
}

describe('retryMessage', () => {
  it('tries again while nothing has gone out', () => {
    marbles(({ cold, expectObservable }) => {
      const source = attempts(cold('--#', values, gone), cold('-SBabEDX|', values));
      expectObservable(source.pipe(retryMessage({ delay: 5 }))).toBe('--------SBabEDX|', values);
    });
  });

  it('tries again after a beginning without content, and tells that it starts over', () => {
    marbles(({ cold, expectObservable }) => {
      const source = attempts(cold('-S-#', values, gone), cold('-NBb|', values));
      expectObservable(source.pipe(retryMessage({ delay: 2 }))).toBe('-S---RNBb|', values);
    });
  });

  it('never doubles content by itself, be it a block or a piece of one', () => {
    marbles(({ cold, expectObservable }) => {
      for (const cut of ['-SBa#', '-SB#', '-a#']) {
        expectObservable(attempts(cold(cut, values, gone)).pipe(retryMessage())).toBe(cut, values, gone);
      }
    });
  });

  it('tells with an event that it starts over, and accumulating operators do', () => {
    marbles(({ cold, expectObservable }) => {
      const source = () =>
        attempts(cold<MessageStreamEvent>('-SBa#', values, gone), cold<MessageStreamEvent>('-NBb|', values));
      const retried = () => source().pipe(retryMessage<MessageStreamEvent>({ restart: true, delay: 2 }));
      expectObservable(retried()).toBe('-SBa--RNBb|', values);
      expectObservable(retried().pipe(textSnapshots())).toBe('---a-----b|');
    });
  });

  it('waits as long as the server asks', () => {
    const limited = new RateLimitError('slow down', { status: 429, retryAfter: 7 });
    marbles(({ cold, expectObservable }) => {
      const source = attempts(cold('-#', values, limited), cold('(SX|)', values));
      expectObservable(source.pipe(retryMessage({ delay: 100 }))).toBe('--------(SX|)', values);
    });
  });

  it('gives up after count, and on errors that cannot get better', () => {
    marbles(({ cold, expectObservable }) => {
      const bad = new BadRequestError('no', { status: 400 });
      const source = () => cold('#', values, gone);
      expectObservable(attempts(source(), source()).pipe(retryMessage({ count: 1, delay: 1 }))).toBe(
        '-#',
        undefined,
        gone,
      );
      expectObservable(attempts(cold('#', values, bad)).pipe(retryMessage())).toBe('#', undefined, bad);
      const never = retryMessage<MessageStreamEvent>({ when: () => false });
      expectObservable(attempts(source()).pipe(never)).toBe('#', undefined, gone);
    });
  });

  it('ends its wait when it is left', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<MessageStreamEvent>('-#', values, gone);
      expectObservable(source.pipe(retryMessage({ delay: 9 })), '^----!').toBe('-');
      expectSubscriptions(source.subscriptions).toBe('^!');
    });
  });
});

describe('resumeInterrupted', () => {
  const resumed = (rest: (keyof Values)[], onto: Values = values) => {
    const asked: Message[] = [];
    const operator = resumeInterrupted<MessageStreamEvent>({
      resume: (partial) => {
        asked.push(partial);
        return of(...rest.map((letter) => onto[letter]));
      },
    });
    return { asked, operator };
  };

  it('goes on in the text that was cut, as one message', () => {
    const { asked, operator } = resumed(['N', 'B', 'b', 'E', 'D', 'X']);
    marbles(({ cold, expectObservable }) => {
      const source = () => cold<MessageStreamEvent>('-SBa#', values, gone);
      expectObservable(source().pipe(operator)).toBe('-SBa(bEDX|)', values);
      expectObservable(source().pipe(operator, finalMessage())).toBe('----(m|)', {
        m: expect.objectContaining({
          id: 'msg_1',
          content: [{ type: 'text', text: 'ab' }],
          stop_reason: 'end_turn',
        }) as unknown,
      });
    });
    expect(asked.map(({ content }) => content)).toEqual([[{ type: 'text', text: 'a' }], [{ type: 'text', text: 'a' }]]);
  });

  it('puts other blocks behind those there are, and leaves a cut call open', () => {
    const whole = { ...values, T: toolStart(1, 'f') };
    const rest: MessageStreamEvent[] = [values.N, toolStart(0, 'f', { a: 1 }), blockStop(0), values.D, values.X];
    marbles(({ cold, expectObservable }) => {
      const source = cold<MessageStreamEvent>('-SBaET#', whole, gone);
      const operator = resumeInterrupted<MessageStreamEvent>({ resume: () => of(...rest) });
      const after = { ...whole, t: { ...toolStart(0, 'f', { a: 1 }), index: 2 }, e: blockStop(2) };
      expectObservable(source.pipe(operator)).toBe('-SBaET(teDX|)', after);
    });
  });

  it('goes on once, or as often as it may', () => {
    const pieces = ['x', 'y', 'z'].map((piece) => [values.N, textStart(0), text(0, piece)]);
    const seen: unknown[] = [];
    let next = 0;
    const resume = () =>
      concat(
        of(...pieces[next++]!),
        throwError(() => new APIConnectionError('gone again')),
      );
    marbles(({ cold }) => {
      cold<MessageStreamEvent>('-SBa#', values, gone)
        .pipe(resumeInterrupted({ resume, maxAttempts: 2 }), snapshots())
        .subscribe({ error: (error: unknown) => seen.push(error) });
    });
    expect(next).toBe(2);
    expect(seen).toMatchObject([
      { message: 'gone again', partialMessage: { content: [{ type: 'text', text: 'axy' }] } },
    ]);
  });

  it.each<[string, string, unknown]>([
    ['nothing had come', '-S#', gone],
    ['a call is complete', '-STe#', gone],
    ['the error is another', '-SBa#', new BadRequestError('no', { status: 400 })],
  ])('passes the error on where %s', (_, diagram, error) => {
    const { asked, operator } = resumed([]);
    marbles(({ cold, expectObservable }) => {
      const whole = { ...values, T: toolStart(0, 'f', { a: 1 }), e: blockStop(0) };
      expectObservable(cold<MessageStreamEvent>(diagram, whole, error).pipe(operator)).toBe(diagram, whole, error);
    });
    expect(asked).toEqual([]);
  });
});

describe('continuationParams', () => {
  it('send what had come and ask for the rest', () => {
    const params = { model: 'm', max_tokens: 9, messages: [{ role: 'user' as const, content: 'Tell me' }] };
    const [start] = messageEvents('x');
    const partial = {
      ...(start as Extract<typeof start, { type: 'message_start' }>).message,
      content: [{ type: 'text' as const, text: 'Once' }],
    };
    expect(continuationParams(params, partial)).toEqual({
      ...params,
      messages: [
        ...params.messages,
        { role: 'assistant', content: [{ type: 'text', text: 'Once' }] },
        { role: 'user', content: expect.stringContaining('Continue exactly where it stops') },
      ],
    });
  });
});
