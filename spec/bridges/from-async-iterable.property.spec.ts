import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Subscription } from 'rxjs';
import { fromAsyncIterable } from '../../lib/bridges/from-async-iterable.ts';
import { asyncCommandsOf, step } from '../support/model.ts';

class Model {
  readonly seen: unknown[] = [];
  asked = 1;
  closed = 0;
  aborted = false;
  over = false;

  end(notification?: string): void {
    if (notification !== undefined) this.seen.push(notification);
    this.over = true;
  }

  leave(): void {
    this.closed = 1;
    this.aborted = true;
  }
}

class Real {
  readonly seen: unknown[] = [];
  asked = 0;
  closed = 0;
  signal: AbortSignal | undefined;
  answer!: (result: unknown) => void;
  fail!: (error: Error) => void;
  readonly subscription: Subscription;

  constructor() {
    const iterator = {
      next: () => {
        this.asked++;
        return new Promise<IteratorResult<number>>((resolve, reject) => {
          this.answer = resolve as (result: unknown) => void;
          this.fail = reject;
        });
      },
      return: () => {
        this.closed++;
        return Promise.resolve({ done: true as const, value: undefined });
      },
    };
    const events$ = fromAsyncIterable<number>((signal) => {
      this.signal = signal;
      return { [Symbol.asyncIterator]: () => iterator };
    });
    this.subscription = events$.subscribe({
      next: (value) => this.seen.push(value),
      error: () => this.seen.push('error'),
      complete: () => this.seen.push('complete'),
    });
  }
}

const commands = asyncCommandsOf<Model, Real>(
  {
    value: step(fc.nat(9), (value) => ({
      run: (model, real) => {
        if (!model.over) {
          model.seen.push(value);
          model.asked++;
        }
        real.answer({ done: false, value });
      },
    })),
    done: step(fc.constant(undefined), () => ({
      run: (model, real) => {
        if (!model.over) model.end('complete');
        real.answer({ done: true, value: undefined });
      },
    })),
    fail: step(fc.constant(undefined), () => ({
      run: (model, real) => {
        if (!model.over) model.end('error');
        real.fail(new Error('failed'));
      },
    })),
    wrong: step(fc.constantFrom(null, undefined, 5, 'text'), (result) => ({
      run: (model, real) => {
        if (!model.over) {
          model.leave();
          model.end('error');
        }
        real.answer(result);
      },
    })),
    unsubscribe: step(fc.constant(undefined), () => ({
      run: (model, real) => {
        if (!model.over) {
          model.leave();
          model.end();
        }
        real.subscription.unsubscribe();
      },
    })),
  },
  (model, { seen, asked, closed, signal }) =>
    expect({ seen, asked, closed, aborted: signal?.aborted }).toEqual({
      seen: model.seen,
      asked: model.asked,
      closed: model.closed,
      aborted: model.aborted,
    }),
);

describe('fromAsyncIterable', () => {
  it('requests one value after the other, ends once and closes iterators that have not ended', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        await fc.asyncModelRun(async () => {
          const real = new Real();
          await new Promise(setImmediate);
          return { model: new Model(), real };
        }, steps);
      }),
      { numRuns: 100 },
    );
  });
});
