import { context, createContextKey } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Observable } from 'rxjs';
import { within } from '../../lib/opentelemetry/within.ts';

const key = createContextKey('place');
const place = () => context.active().getValue(key);

describe('within', () => {
  beforeEach(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterEach(() => context.disable());

  it('subscribes inside a context and notifies outside it', () => {
    const seen: unknown[] = [];
    const inside = context.active().setValue(key, 'inside');
    const outside = context.active().setValue(key, 'outside');
    const source = new Observable<number>((subscriber) => {
      seen.push(place());
      subscriber.next(1);
      subscriber.complete();
    });
    within(inside, source, outside).subscribe({ next: () => seen.push(place()), complete: () => seen.push(place()) });
    expect(seen).toEqual(['inside', 'outside', 'outside']);
    expect(place()).toBeUndefined();
  });

  it('passes errors outside, and unsubscribes from the source', () => {
    const seen: unknown[] = [];
    const inside = context.active().setValue(key, 'inside');
    const failing = new Observable<number>((subscriber) => subscriber.error(new Error('x')));
    within(inside, failing).subscribe({ error: () => seen.push(place()) });
    within(inside, new Observable<number>(() => () => seen.push('left')))
      .subscribe()
      .unsubscribe();
    expect(seen).toEqual([undefined, 'left']);
  });
});
