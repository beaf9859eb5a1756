import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subject } from 'rxjs';
import { toAsyncIterable } from '../../lib/bridges/to-async-iterable.ts';
import { asyncCommandsOf, step } from '../support/model.ts';

type Answer = number | 'done' | 'error';

class Model {
  readonly answers: Answer[] = [];
  readonly queue: number[] = [];
  asked = 0;
  end: 'done' | 'error' | undefined;

  settle(): void {
    while (this.answers.length < this.asked) {
      const value = this.queue.shift();
      if (value !== undefined) this.answers.push(value);
      else if (this.end) {
        this.answers.push(this.end);
        this.end = 'done';
      } else return;
    }
  }
}

class Real {
  readonly #source = new Subject<number>();
  readonly iterator = toAsyncIterable()(this.#source)[Symbol.asyncIterator]();
  readonly answers: Answer[] = [];

  next(): void {
    this.iterator.next().then(
      ({ done, value }) => this.answers.push(done ? 'done' : value),
      () => this.answers.push('error'),
    );
  }

  get observed(): boolean {
    return this.#source.observed;
  }

  emit(value: number): void {
    this.#source.next(value);
  }

  fail(error: Error): void {
    this.#source.error(error);
  }

  complete(): void {
    this.#source.complete();
  }
}

const commands = asyncCommandsOf<Model, Real>(
  {
    next: step(fc.constant(undefined), () => ({
      run: (model, real) => {
        model.asked++;
        model.settle();
        real.next();
      },
    })),
    emit: step(fc.nat(9), (value) => ({
      when: ({ asked, end }) => asked > 0 && !end,
      run: (model, real) => {
        model.queue.push(value);
        model.settle();
        real.emit(value);
      },
    })),
    end: step(fc.boolean(), (fails) => ({
      when: ({ asked, end }) => asked > 0 && !end,
      run: (model, real) => {
        model.end = fails ? 'error' : 'done';
        model.settle();
        if (fails) real.fail(new Error('failed'));
        else real.complete();
      },
    })),
    return: step(fc.constant(undefined), () => ({
      run: (model, real) => {
        model.queue.length = 0;
        model.end = 'done';
        model.settle();
        void real.iterator.return?.();
      },
    })),
  },
  (model, real) => {
    expect(real.answers).toEqual(model.answers);
    if (model.end) expect(real.observed).toBe(false);
  },
);

describe('toAsyncIterable', () => {
  it('answers each call like a queue, in order', async () => {
    await fc.assert(
      fc.asyncProperty(commands, (steps) => fc.asyncModelRun(() => ({ model: new Model(), real: new Real() }), steps)),
      { numRuns: 100 },
    );
  });
});
