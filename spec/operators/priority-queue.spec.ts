import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PriorityQueue, type QueueEntry } from '../../lib/operators/priority-queue.ts';

const drained = <T>(queue: PriorityQueue<T>) => {
  const values: T[] = [];
  for (let value = queue.take(); value !== undefined; value = queue.take()) values.push(value);
  return values;
};

describe('PriorityQueue', () => {
  it('takes the highest priority first, and the earliest of one priority', () => {
    const queue = new PriorityQueue<string>();
    for (const [value, priority] of [
      ['a', 0],
      ['b', 2],
      ['c', 1],
      ['d', 2],
      ['e', -1],
    ] as const)
      queue.add(value, priority);
    expect(drained(queue)).toEqual(['b', 'd', 'c', 'a', 'e']);
    expect(queue.take()).toBeUndefined();
  });

  it('removes an entry once, and not one that has been taken', () => {
    const queue = new PriorityQueue<string>();
    const [a, b] = [queue.add('a', 1), queue.add('b', 0)];
    queue.remove(b);
    queue.remove(b);
    expect(queue.take()).toBe('a');
    queue.add('c', 0);
    queue.remove(a);
    expect(drained(queue)).toEqual(['c']);
  });

  it('is in order whatever is added and removed', () => {
    const step = fc.record({ priority: fc.integer({ min: 0, max: 3 }), remove: fc.option(fc.nat({ max: 20 })) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const queue = new PriorityQueue<number>();
        const entries: QueueEntry<number>[] = [];
        let left: QueueEntry<number>[] = [];
        steps.forEach(({ priority, remove }, n) => {
          const entry = queue.add(n, priority);
          entries.push(entry);
          left.push(entry);
          const gone = remove === null ? undefined : entries[remove];
          if (gone) queue.remove(gone);
          left = left.filter((other) => other !== gone);
        });
        left.sort((one, other) => other.priority - one.priority || one.order - other.order);
        expect(drained(queue)).toEqual(left.map(({ value }) => value));
      }),
    );
  });
});
