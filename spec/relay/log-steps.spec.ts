import { describe, expect, it } from '@jest/globals';
import { asyncScheduler, defer, type Observable, of, Subject, throwError } from 'rxjs';
import { type LogStep, LogSteps } from '../../lib/relay/log-steps.ts';
import type { Cursor } from '../../lib/relay/cursor.ts';
import { marbles } from '../support/marbles.ts';

/** Steps that ask these questions in turn, and what happened. */
function stepsOf(...questions: readonly Observable<Cursor>[]) {
  const seen: string[] = [];
  const left = [...questions];
  const next = (): LogStep | undefined => {
    const top$ = left.shift();
    if (!top$) return undefined;
    seen.push('ask');
    return { top$, answer: (top) => seen.push(`answer ${top}`) };
  };
  const steps = new LogSteps({
    next,
    unreachable: () => seen.push('unreachable'),
    scheduler: asyncScheduler,
  });
  return { steps, seen };
}

describe('LogSteps', () => {
  it('take the next step when the log has answered the last one', () => {
    const first$ = new Subject<Cursor>();
    const { steps, seen } = stepsOf(first$, of('1-2'));
    steps.take();
    steps.take();
    expect(seen).toEqual(['ask']);
    first$.next('1-1');
    first$.complete();
    expect(seen).toEqual(['ask', 'answer 1-1', 'ask', 'answer 1-2']);
  });

  it('do not grow the stack when the log answers synchronously', () => {
    const { steps, seen } = stepsOf(...Array.from({ length: 50_000 }, () => of<Cursor>('1-1')));
    steps.take();
    expect(seen).toHaveLength(100_000);
  });

  it('take the answer to a second attempt, and continue', () => {
    marbles(({ flush }) => {
      let attempts = 0;
      const flaky$ = defer(() => (attempts++ === 0 ? throwError(() => new Error('away')) : of<Cursor>('1-1')));
      const { steps, seen } = stepsOf(flaky$, of('1-2'));
      steps.take();
      flush();
      expect(seen).toEqual(['ask', 'answer 1-1', 'ask', 'answer 1-2']);
    });
  });

  it('report a log that does not answer, and take the next step a second later', () => {
    marbles(({ flush }) => {
      const asked: number[] = [];
      const down = defer(() => {
        asked.push(asyncScheduler.now());
        return throwError(() => new Error('away'));
      });
      const last = defer(() => {
        asked.push(asyncScheduler.now());
        return of<Cursor>('1-2');
      });
      const { steps, seen } = stepsOf(down, last);
      steps.take();
      flush();
      expect(seen).toEqual(['ask', 'unreachable', 'ask', 'answer 1-2']);
      expect(asked.slice(-2)).toEqual([300_550, 301_550]);
    });
  });

  it('take neither a step nor an answer after close', () => {
    const first$ = new Subject<Cursor>();
    const { steps, seen } = stepsOf(first$, of('1-2'));
    steps.take();
    steps.close();
    first$.next('1-1');
    first$.complete();
    steps.take();
    expect([seen, first$.observed]).toEqual([['ask'], false]);
  });
});
