import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subject, type Subscription, takeUntil } from 'rxjs';
import { type MessageStreamEvent, shareStream } from '../../lib/index.ts';
import { text } from '../support/block-events.ts';
import { reply } from '../support/events.ts';
import { commandsOf, step } from '../support/model.ts';

/** The action of a subscriber at its first event. */
type Habit = 'watches' | 'emits' | 'leaves';

class Model {
  text = '';
  ended = false;
  readonly subscribers: { text: string; here: boolean; ended: boolean }[] = [];

  emit(letters: string): void {
    this.text += letters;
    for (const subscriber of this.subscribers) if (subscriber.here) subscriber.text += letters;
  }

  end(): void {
    this.ended = true;
    for (const subscriber of this.subscribers) if (subscriber.here) subscriber.ended = true;
  }
}

class Real {
  readonly #source = new Subject<MessageStreamEvent>();
  readonly shared = shareStream()(this.#source);
  readonly subscribers: { text: string; ended: boolean; subscription?: Subscription }[] = [];

  constructor() {
    this.add('watches');
    this.#source.next(reply.S);
    this.#source.next(reply.B);
  }

  add(habit: Habit): void {
    const subscriber: Real['subscribers'][number] = { text: '', ended: false };
    this.subscribers.push(subscriber);
    const left$ = new Subject<void>();
    let first = true;
    const subscription = this.shared.pipe(takeUntil(left$)).subscribe({
      next: (event) => {
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
          subscriber.text += event.delta.text;
        }
        if (first && habit === 'emits') {
          first = false;
          this.emit('x');
          this.emit('y');
        }
        if (first && habit === 'leaves') left$.next();
        first = false;
      },
      complete: () => (subscriber.ended = habit !== 'leaves'),
    });
    subscriber.subscription = subscription;
  }

  emit(letter: string): void {
    this.#source.next(text(0, letter));
  }

  complete(): void {
    this.#source.complete();
  }
}

const commands = commandsOf<Model, Real>(
  {
    emit: step(fc.constantFrom('a', 'b', 'c'), (letter) => ({
      when: ({ ended }) => !ended,
      run: (model, real) => {
        model.emit(letter);
        real.emit(letter);
      },
    })),
    subscribe: step(fc.constantFrom<Habit>('watches', 'emits', 'leaves'), (habit) => ({
      run: (model, real) => {
        const leaves = habit === 'leaves';
        const subscriber = { text: leaves ? '' : model.text, here: !leaves, ended: model.ended && !leaves };
        model.subscribers.push(subscriber);
        if (habit === 'emits' && !model.ended) model.emit('xy');
        real.add(habit);
      },
    })),
    unsubscribe: step(fc.nat(), (place) => ({
      // The first one stays, so that the request does.
      when: ({ subscribers }) => subscribers.length > 1,
      run: (model, real) => {
        const number = 1 + (place % (model.subscribers.length - 1));
        model.subscribers[number]!.here = false;
        real.subscribers[number]!.subscription?.unsubscribe();
      },
    })),
    end: step(fc.boolean(), (stops) => ({
      when: ({ ended }) => !ended,
      run: (model, real) => {
        model.end();
        if (stops) real.shared.stop();
        else real.complete();
      },
    })),
  },
  (model, real) =>
    expect(real.subscribers.map(({ text, ended }) => [text, ended])).toEqual(
      model.subscribers.map(({ text, ended }) => [text, ended]),
    ),
);

describe('shareStream', () => {
  it('emits the full text once to each subscriber, while others join, unsubscribe or make the source emit', () => {
    fc.assert(
      fc.property(commands, (steps) =>
        fc.modelRun(() => {
          const model = new Model();
          model.subscribers.push({ text: '', here: true, ended: false });
          return { model, real: new Real() };
        }, steps),
      ),
      { numRuns: 200 },
    );
  });
});
