import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defer, Subject } from 'rxjs';
import { APIConnectionError, BadRequestError, type MessageStreamEvent, retryMessage } from '../../lib/index.ts';
import { reply } from '../support/events.ts';
import { commandsOf, step } from '../support/model.ts';

const count = 3;

class Model {
  readonly seen: string[] = [];
  retries = 0;
  content = false;
  ended = false;
  readonly restart: boolean;

  constructor(restart: boolean) {
    this.restart = restart;
  }
}

class Real {
  #source = new Subject<MessageStreamEvent>();
  readonly seen: string[] = [];

  constructor(restart: boolean) {
    defer(() => (this.#source = new Subject<MessageStreamEvent>()))
      .pipe(retryMessage<MessageStreamEvent>({ maxRetries: count, restart, delay: 0 }))
      .subscribe({
        next: ({ type }) => this.seen.push(type),
        error: () => this.seen.push('error'),
        complete: () => this.seen.push('complete'),
      });
  }

  emit(event: MessageStreamEvent): void {
    this.#source.next(event);
  }

  fail(error: Error): void {
    this.#source.error(error);
  }

  complete(): void {
    this.#source.complete();
  }
}

const commands = commandsOf<Model, Real>(
  {
    emit: step(fc.constantFrom(reply.S, reply.B, reply.a), (event) => ({
      when: ({ ended }) => !ended,
      run: (model, real) => {
        model.content ||= event.type !== 'message_start';
        model.seen.push(event.type);
        real.emit(event);
      },
    })),
    fail: step(fc.boolean(), (retryable) => ({
      when: ({ ended }) => !ended,
      run: (model, real) => {
        model.ended = !retryable || model.retries === count || (model.content && !model.restart);
        if (model.ended) model.seen.push('error');
        else {
          model.retries++;
          if (model.seen.length > 0) model.seen.push('anthropic_rxjs_restart');
        }
        real.fail(retryable ? new APIConnectionError('gone') : new BadRequestError('no', { status: 400 }));
      },
    })),
    complete: step(fc.constant(undefined), () => ({
      when: ({ ended }) => !ended,
      run: (model, real) => {
        model.ended = true;
        model.seen.push('complete');
        real.complete();
      },
    })),
  },
  (model, real) => expect(real.seen).toEqual(model.seen),
);

describe('retryMessage', () => {
  it('repeats the attempts that a counter would repeat, and announces each start after the first event', () => {
    fc.assert(
      fc.property(fc.boolean(), commands, (restart, steps) =>
        fc.modelRun(() => ({ model: new Model(restart), real: new Real(restart) }), steps),
      ),
      { numRuns: 300 },
    );
  });
});
