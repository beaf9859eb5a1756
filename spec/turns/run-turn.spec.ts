import { describe, expect, it } from '@jest/globals';
import { concat, EMPTY, from, NEVER, type Observable, of, Subject, take, throwError } from 'rxjs';
import { failedCall } from '../../lib/turns/run-call.ts';
import { runTurn } from '../../lib/turns/run-turn.ts';
import type { ToolCallEvent } from '../../lib/turns/tool-run-event.ts';
import type { ToolUseBlock } from '../../lib/types/content-block.ts';
import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { toolCallEvents } from '../support/tool-call-events.ts';

const { S, B, a, E, D, X, s, e, t, f, T } = toolCallEvents;
const calls = [S, s, e, t, f, T, X];
const started = (toolUse: ToolUseBlock): ToolCallEvent => ({ type: 'tool_started', turn: 2, toolUse });
const failed = (toolUse: ToolUseBlock) => failedCall(new Error('No.'), toolUse, 2);

/** The log of a turn: letters of replies, `started 0` and `failed 0` of calls, and its end. */
function watch(
  source: Observable<MessageStreamEvent>,
  plan: (toolUse: ToolUseBlock) => Observable<Observable<ToolCallEvent>>,
  options: { eager?: boolean; concurrency?: number; limit?: number } = {},
) {
  const log: unknown[] = [];
  const { eager = false, concurrency = Infinity, limit = Infinity } = options;
  const turn$ = runTurn(() => source, plan, { turn: 2, eager, concurrency }).pipe(take(limit));
  const subscription = turn$.subscribe({
    next: (event) => {
      if (event.type === 'message_event')
        log.push(Object.entries(toolCallEvents).find(([, it]) => it === event.event)?.[0]);
      else if (event.type === 'outcome') log.push([...event.results.keys()], event.message.stop_reason);
      else log.push(`${event.type.slice(5)} ${event.toolUse.id.slice(-1)}`);
    },
    error: (error: unknown) =>
      log.push((error as Error).name, (error as { partialMessage?: unknown }).partialMessage !== undefined),
    complete: () => log.push('complete'),
  });
  return { log, subscription };
}
const now = (toolUse: ToolUseBlock) => of(of(started(toolUse), failed(toolUse)));

describe('runTurn', () => {
  it('emits the events of a reply, and its outcome', () => {
    expect(watch(of(S, B, a, E, D, X), () => NEVER).log).toEqual([
      'S',
      'B',
      'a',
      'E',
      'D',
      'X',
      [],
      'end_turn',
      'complete',
    ]);
  });

  it('runs the calls at the end of the reply, and keeps their results', () => {
    const end = ['started 0', 'failed 0', 'started 1', 'failed 1', ['toolu_0', 'toolu_1'], 'tool_use', 'complete'];
    expect(watch(from(calls), now).log).toEqual(['S', 's', 'e', 't', 'f', 'T', 'X', ...end]);
  });

  it('runs calls while the reply streams with eager', () => {
    const { log } = watch(concat(of(S, s, e, t), NEVER), now, { eager: true });
    expect(log).toEqual(['S', 's', 'e', 't', 'started 0', 'failed 0']);
  });

  it('limits the plans that run, not those that are made', () => {
    const work = [new Subject<ToolCallEvent>(), new Subject<ToolCallEvent>()];
    const planned: string[] = [];
    watch(
      from(calls),
      ({ id }) => {
        planned.push(id);
        return of(work[planned.length - 1]!);
      },
      { concurrency: 1 },
    );
    expect([planned, work.map(({ observed }) => observed)]).toEqual([
      ['toolu_0', 'toolu_1'],
      [true, false],
    ]);
    work[0]?.complete();
    expect(work.map(({ observed }) => observed)).toEqual([false, true]);
  });

  it.each<[string, Observable<MessageStreamEvent>, boolean]>([
    ['an empty source', EMPTY, false],
    ['a reply without its end', of(S, B, a), true],
    ['a reply with a call, without its end', of(S, s, e), true],
  ])('reports %s, and runs no call', (_, source, hasPartial) => {
    const { log } = watch(source, now);
    expect(log.slice(-2)).toEqual(['IncompleteStreamError', hasPartial]);
    expect(log.filter((entry) => String(entry).startsWith('started'))).toEqual([]);
  });

  it('passes the errors of the source and of a plan', () => {
    expect(
      watch(
        throwError(() => new TypeError('x')),
        now,
      ).log,
    ).toEqual(['TypeError', false]);
    expect(watch(from(calls), () => throwError(() => new RangeError('x'))).log.slice(-2)).toEqual([
      'RangeError',
      false,
    ]);
  });

  it('requests once per subscription, and unsubscribes from source and calls', () => {
    const reply$ = new Subject<MessageStreamEvent>();
    const work = new Subject<ToolCallEvent>();
    const { subscription } = watch(reply$, () => of(work), { eager: true });
    for (const event of [S, s, e, t]) reply$.next(event);
    expect([reply$.observed, work.observed]).toEqual([true, true]);
    subscription.unsubscribe();
    expect([reply$.observed, work.observed]).toEqual([false, false]);
  });

  it('stops a synchronous source when the consumer has enough', () => {
    const pulled: string[] = [];
    const source = from(
      (function* () {
        for (const event of calls) {
          pulled.push(event.type);
          yield event;
        }
      })(),
    );
    expect(watch(source, now, { limit: 2 }).log).toEqual(['S', 's', 'complete']);
    expect(pulled).toEqual(['message_start', 'content_block_start']);
  });
});
