import { describe, expect, it } from '@jest/globals';
import { concat, type MonoTypeOperatorFunction, NEVER, of, share, tap, throwError } from 'rxjs';
import {
  APIConnectionError,
  BadRequestError,
  contentBlocks,
  finalMessage,
  InvalidOptionsError,
  type Message,
  type MessageStreamEvent,
  OverloadedError,
  resumeInterrupted,
  snapshots,
} from '../../lib/index.ts';
import { cutAtEveryFrame } from '../support/cut-at-every-frame.ts';
import { blockStart, blockStop, text, textStart, toolStart } from '../support/block-events.ts';
import { messageStart, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const gone = new APIConnectionError('gone');
const values = { ...reply, N: messageStart({ id: 'msg_2' }) };
type Values = typeof values;
const thinkingStart = (index: number) =>
  blockStart(index, { type: 'thinking', thinking: '', signature: 'signed' }) as MessageStreamEvent;
const endWithError =
  (error: unknown): MonoTypeOperatorFunction<MessageStreamEvent> =>
  (source) =>
    concat(
      source,
      throwError(() => error),
    );

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

  it('continues the interrupted text, as one message', () => {
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

  it('waits for `delay` before each continuation, and sends none after unsubscribing', () => {
    const rests = [
      concat(
        [values.N, values.B, values.b],
        throwError(() => gone),
      ),
      of(values.N, values.X),
    ];
    const operator = () =>
      resumeInterrupted<MessageStreamEvent>({
        resume: () => rests.shift() ?? NEVER,
        maxRetries: 2,
        delay: (_, retryCount) => 2 * retryCount,
      });
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold<MessageStreamEvent>('-SBa#', values, gone).pipe(operator())).toBe(
        '-SBa--b---(EX|)',
        values,
      );
      expectObservable(cold<MessageStreamEvent>('-SBa#', values, gone).pipe(operator()), '^----!').toBe('-SBa', values);
    });
    expect(rests).toEqual([]);
  });

  it('continues after the errors that `when` allows', () => {
    marbles(({ cold, expectObservable }) => {
      const busy = new OverloadedError('busy', { status: 529 });
      const source = () => cold<MessageStreamEvent>('-SBa#', values, busy);
      const resume = () => of(values.N, values.X);
      expectObservable(source().pipe(resumeInterrupted({ resume }))).toBe('-SBa#', values, busy);
      const when = (error: unknown) => error === busy;
      expectObservable(source().pipe(resumeInterrupted({ resume, when }))).toBe('-SBa(EX|)', values);
    });
  });

  it('refuses an async `when`, whose promise would count as true', () => {
    const when = (() => Promise.resolve(false)) as unknown as () => boolean;
    const refused = new InvalidOptionsError('resumeInterrupted', [
      { path: 'when', message: 'returned a promise; return true or false' },
    ]);
    marbles(({ cold, expectObservable }) => {
      const source = cold<MessageStreamEvent>('-SBa#', values, gone);
      const operator = resumeInterrupted<MessageStreamEvent>({ resume: () => of(values.N, values.X), when });
      expectObservable(source.pipe(operator)).toBe('-SBa#', values, refused);
    });
  });

  it('puts other blocks behind the existing ones, and keeps an interrupted call open', () => {
    const whole = { ...values, T: toolStart(1, 'f') };
    const rest: MessageStreamEvent[] = [values.N, toolStart(0, 'f', { a: 1 }), blockStop(0), values.D, values.X];
    marbles(({ cold, expectObservable }) => {
      const source = cold<MessageStreamEvent>('-SBaET#', whole, gone);
      const operator = resumeInterrupted<MessageStreamEvent>({ resume: () => of(...rest) });
      const after = { ...whole, t: { ...toolStart(0, 'f', { a: 1 }), index: 2 }, e: blockStop(2) };
      expectObservable(source.pipe(operator)).toBe('-SBaET(teDX|)', after);
    });
  });

  it('continues once, or up to maxRetries times', () => {
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
        .pipe(resumeInterrupted({ resume, maxRetries: 2 }), snapshots())
        .subscribe({ error: (error: unknown) => seen.push(error) });
    });
    expect(next).toBe(2);
    expect(seen).toMatchObject([
      { message: 'gone again', partialMessage: { content: [{ type: 'text', text: 'axy' }] } },
    ]);
  });

  it.each<[string, string, unknown]>([
    ['no event arrived', '-S#', gone],
    ['a call is complete', '-STe#', gone],
    ['the stop_reason is known', '-SBaED#', gone],
    ['the stop_reason is known before the block stops', '-SBaD#', gone],
    ['the error is another', '-SBa#', new BadRequestError('no', { status: 400 })],
  ])('passes the error on where %s', (_, diagram, error) => {
    const { asked, operator } = resumed([]);
    marbles(({ cold, expectObservable }) => {
      const whole = { ...values, T: toolStart(0, 'f', { a: 1 }), e: blockStop(0) };
      expectObservable(cold<MessageStreamEvent>(diagram, whole, error).pipe(operator)).toBe(diagram, whole, error);
    });
    expect(asked).toEqual([]);
  });

  /** The events after an interruption, and the blocks of the message. */
  function spliced(before: MessageStreamEvent[], rest: MessageStreamEvent[]) {
    const source = concat(
      before,
      throwError(() => new APIConnectionError('gone')),
    );
    const events: MessageStreamEvent[] = [];
    const blocks: [number, unknown][] = [];
    const all$ = source.pipe(resumeInterrupted<MessageStreamEvent>({ resume: () => rest }), share());
    all$
      .pipe(contentBlocks())
      .subscribe(({ index, block }) => blocks.push([index, 'text' in block ? block.text : block.type]));
    concat(
      before,
      throwError(() => new APIConnectionError('gone')),
    )
      .pipe(resumeInterrupted<MessageStreamEvent>({ resume: () => rest }))
      .subscribe((event) => events.push(event));
    return { after: events.slice(before.length), blocks };
  }

  it.each<[string, MessageStreamEvent[], MessageStreamEvent[], MessageStreamEvent[], [number, unknown][]]>([
    [
      'puts text behind a block that has stopped',
      [values.S, values.B, values.a, values.E],
      [values.N, values.B, values.b, values.E, values.D, values.X],
      [textStart(1), text(1, 'b'), blockStop(1), values.D, values.X],
      [
        [0, 'a'],
        [1, 'b'],
      ],
    ],
    [
      'stops the interrupted text when the continuation thinks first',
      [values.S, values.B, values.a],
      [values.N, thinkingStart(0), blockStop(0), textStart(1), text(1, 'b'), blockStop(1), values.D, values.X],
      [blockStop(0), thinkingStart(1), blockStop(1), textStart(2), text(2, 'b'), blockStop(2), values.D, values.X],
      [
        [0, 'a'],
        [1, 'thinking'],
        [2, 'b'],
      ],
    ],
    [
      'stops the interrupted text when the continuation is empty',
      [values.S, values.B, values.a],
      [values.N, values.D, values.X],
      [blockStop(0), values.D, values.X],
      [[0, 'a']],
    ],
    [
      'joins interleaved blocks by their index',
      [values.S, textStart(0), textStart(1), text(0, 'a'), text(1, 'b')],
      [
        values.N,
        textStart(0),
        textStart(1),
        text(1, 'd'),
        text(0, 'c'),
        blockStop(1),
        blockStop(0),
        values.D,
        values.X,
      ],
      [blockStop(0), textStart(2), text(2, 'd'), text(1, 'c'), blockStop(2), blockStop(1), values.D, values.X],
      [
        [0, 'a'],
        [2, 'd'],
        [1, 'bc'],
      ],
    ],
    [
      'joins nothing when another block than the first starts first',
      [values.S, values.B, values.a],
      [values.N, textStart(1), textStart(0), text(0, 'b'), blockStop(0), blockStop(1), values.D, values.X],
      [blockStop(0), textStart(2), textStart(1), text(1, 'b'), blockStop(1), blockStop(2), values.D, values.X],
      [
        [0, 'a'],
        [1, 'b'],
        [2, ''],
      ],
    ],
    [
      'keeps the text that the first block starts with',
      [values.S, values.B, values.a],
      [values.N, textStart(0, 'b'), values.E, values.D, values.X],
      [text(0, 'b'), values.E, values.D, values.X],
      [[0, 'ab']],
    ],
    [
      'passes a further message on unchanged',
      [values.S, values.B, values.a],
      [values.N, values.B, values.b, values.E, values.D, values.X, values.N, values.B, values.b, values.E],
      [values.b, values.E, values.D, values.X, values.N, values.B, values.b, values.E],
      [
        [0, 'ab'],
        [0, 'b'],
      ],
    ],
  ])('%s', (_, before, rest, after, blocks) => {
    expect(spliced(before, rest)).toEqual({ after, blocks });
  });

  it('continues after a continuation that breaks before or after its first block', () => {
    const rests = [[values.N], [values.N, values.B, values.b, values.E], [values.N, values.B, values.b, values.E]];
    const error = () => new APIConnectionError('again');
    const seen: unknown[] = [];
    of(values.S, values.B, values.a)
      .pipe(
        endWithError(gone),
        resumeInterrupted({ resume: () => of(...(rests.shift() ?? [])).pipe(endWithError(error())), maxRetries: 3 }),
        snapshots(),
      )
      .subscribe({ error: (error: unknown) => seen.push((error as APIConnectionError).partialMessage?.content) });
    expect(seen).toEqual([
      [
        { type: 'text', text: 'ab' },
        { type: 'text', text: 'b' },
      ],
    ]);
  });

  it('follows 10,000 continuations that break immediately', () => {
    let asked = 0;
    let characters = 0;
    const seen: unknown[] = [];
    const cut = (event: MessageStreamEvent) =>
      concat(
        [values.S, values.B, event],
        throwError(() => new APIConnectionError('gone')),
      );
    cut(values.a)
      .pipe(
        resumeInterrupted({
          resume: () => {
            asked++;
            return cut(values.b);
          },
          maxRetries: 10_000,
        }),
        tap((event) => (characters += event.type === 'content_block_delta' ? 1 : 0)),
      )
      .subscribe({ error: (error: unknown) => seen.push((error as APIConnectionError).partialMessage?.content[0]) });
    expect({ asked, characters, seen }).toEqual({
      asked: 10_000,
      characters: 10_001,
      seen: [{ type: 'text', text: `a${'b'.repeat(10_000)}` }],
    });
  });

  it('adds the message so far to an error that resume throws', () => {
    const error = new BadRequestError('no', { status: 400 });
    const resume = () => {
      throw error;
    };
    of(values.S, values.B, values.a)
      .pipe(endWithError(gone), resumeInterrupted<MessageStreamEvent>({ resume }))
      .subscribe({ error: (seen: unknown) => expect(seen).toBe(error) });
    expect(error.partialMessage?.content).toEqual([{ type: 'text', text: 'a' }]);
  });

  it('unsubscribes from source and continuation, in any frame', () =>
    cutAtEveryFrame(14, (cold) =>
      cold<MessageStreamEvent>('-SBa-#', values, gone).pipe(
        resumeInterrupted<MessageStreamEvent>({ resume: () => cold<MessageStreamEvent>('-NBb-E-D|', values) }),
      ),
    ));
});
