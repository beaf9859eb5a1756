import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Observable, of, Subject, type Subscription } from 'rxjs';
import { limitConcurrency } from '../../lib/operators/limit-concurrency.ts';
import { commandsOf, step } from '../support/model.ts';

interface Stream {
  readonly id: number;
  readonly priority: number;
}

class Model {
  readonly started: number[] = [];
  running: Stream[] = [];
  waiting: Stream[] = [];
  added = 0;
  readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  startNext(): void {
    this.waiting.sort((a, b) => b.priority - a.priority || a.id - b.id);
    while (this.running.length < this.limit && this.waiting.length > 0) {
      const next = this.waiting.shift()!;
      this.started.push(next.id);
      this.running.push(next);
    }
  }

  end(id: number): void {
    this.running = this.running.filter((stream) => stream.id !== id);
    this.waiting = this.waiting.filter((stream) => stream.id !== id);
    this.startNext();
  }
}

class Real {
  readonly started: number[] = [];
  readonly sources: Subject<number>[] = [];
  readonly subscriptions: Subscription[] = [];
  readonly limited;

  constructor(limit: number) {
    this.limited = limitConcurrency(limit);
  }

  add(priority: number): void {
    const id = this.sources.length;
    const source = new Subject<number>();
    this.sources.push(source);
    const watched = new Observable<number>((subscriber) => {
      this.started.push(id);
      source.subscribe(subscriber);
    });
    this.subscriptions.push(watched.pipe(this.limited({ priority })).subscribe({ error: () => undefined }));
  }
}

const at = <T>(list: readonly T[], place: number): T => list[place % list.length]!;

const commands = commandsOf<Model, Real>(
  {
    add: step(fc.integer({ min: -2, max: 2 }), (priority) => ({
      run: (model, real) => {
        model.waiting.push({ id: model.added++, priority });
        model.startNext();
        real.add(priority);
      },
    })),
    end: step(fc.tuple(fc.nat(), fc.boolean()), ([place, fails]) => ({
      when: (model) => model.running.length > 0,
      run: (model, real) => {
        const { id } = at(model.running, place);
        model.end(id);
        if (fails) real.sources[id]!.error(new Error('failed'));
        else real.sources[id]!.complete();
      },
    })),
    leave: step(fc.nat(), (place) => ({
      when: (model) => model.added > 0,
      run: (model, real) => {
        const id = place % model.added;
        model.end(id);
        real.subscriptions[id]!.unsubscribe();
      },
    })),
  },
  (model, real) => expect(real.started).toEqual(model.started),
);

describe('limitConcurrency', () => {
  it('starts the same streams as a sorted list, whichever are added, end or are unsubscribed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), commands, (limit, steps) =>
        fc.modelRun(() => ({ model: new Model(limit), real: new Real(limit) }), steps),
      ),
      { numRuns: 200 },
    );
  });

  it('serves streams of any priorities in their order, in a time that grows with n log n', () => {
    const limited = limitConcurrency(1);
    const gate = new Subject<never>();
    const seen: number[] = [];
    gate.pipe(limited()).subscribe();
    const count = 100_000;
    // Coprime with the count, so that each priority occurs once, in no order.
    const priorities = Array.from({ length: count }, (_, i) => (i * 7_919) % count);
    const all = priorities.map((priority) =>
      of(priority)
        .pipe(limited({ priority }))
        .subscribe((p) => seen.push(p)),
    );
    for (const [i, subscription] of all.entries()) if (priorities[i]! % 2 === 1) subscription.unsubscribe();
    gate.complete();
    expect(seen).toHaveLength(count / 2);
    expect(seen.every((priority, i) => priority === count - 2 - 2 * i)).toBe(true);
  });
});
