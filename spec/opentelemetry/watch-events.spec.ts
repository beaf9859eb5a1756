import { diag } from '@opentelemetry/api';
import { describe, expect, it } from '@jest/globals';
import { NEVER, type Observable, of, Subject, take, throwError } from 'rxjs';
import { watchEvents } from '../../lib/opentelemetry/watch-events.ts';
import { diagErrors } from '../support/otel.ts';

/** What the watcher (w) and the consumer (c) see, in order. */
function seenOf(
  source: Observable<string>,
  until: (source: Observable<string>) => Observable<string> = (same) => same,
) {
  const seen: string[] = [];
  const observer = (who: string) => ({
    next: (value: string) => void seen.push(`${who} ${value}`),
    error: () => void seen.push(`${who} error`),
    complete: () => void seen.push(`${who} complete`),
    unsubscribe: () => void seen.push(`${who} unsubscribe`),
  });
  const subscription = until(source.pipe(watchEvents(observer('w')))).subscribe(observer('c'));
  return { seen, subscription };
}

describe('watchEvents', () => {
  it('sees values and the end before the consumer', () => {
    expect(seenOf(of('a', 'b')).seen).toEqual(['w a', 'c a', 'w b', 'c b', 'w complete', 'c complete']);
    expect(seenOf(throwError(() => new Error('x'))).seen).toEqual(['w error', 'c error']);
  });

  it('sees the unsubscribe once, also from a synchronous source', () => {
    expect(seenOf(of('a', 'b'), take(1)).seen).toEqual(['w a', 'c a', 'c complete', 'w unsubscribe']);
    const source = new Subject<string>();
    const { seen, subscription } = seenOf(source);
    subscription.unsubscribe();
    subscription.unsubscribe();
    source.next('late');
    expect(seen).toEqual(['w unsubscribe']);
    expect(source.observed).toBe(false);
  });

  it.each<[string, () => Observable<unknown>, string[]]>([
    ['a value', () => of('a'), ['a', 'complete']],
    ['an error', () => throwError(() => new Error('x')), ['error Error: x']],
    ['an unsubscribe', () => NEVER, []],
  ])('changes nothing if the watcher throws for %s', (_, source, notifications) => {
    const fail = () => {
      throw new Error('bug');
    };
    const watcher = { next: fail, error: fail, complete: fail, unsubscribe: fail };
    const seen: unknown[] = [];
    const errors = diagErrors();
    source()
      .pipe(watchEvents(watcher))
      .subscribe({
        next: (value) => seen.push(value),
        error: (error: unknown) => seen.push(`error ${String(error)}`),
        complete: () => seen.push('complete'),
      })
      .unsubscribe();
    diag.disable();
    expect(seen).toEqual(notifications);
    expect(errors).toHaveLength(1);
  });
});
