import { describe, expect, it } from '@jest/globals';
import { NEVER, Observable, share } from 'rxjs';
import { queueNotice, SharedQueueNotice, withQueueNotice } from '../../lib/operators/queue-notice.ts';

const notice = () => undefined;

describe('withQueueNotice', () => {
  it('sets the notice while the work runs, also within another', () => {
    const seen: unknown[] = [];
    withQueueNotice(notice, () => {
      seen.push(queueNotice());
      withQueueNotice(undefined, () => seen.push(queueNotice()));
      seen.push(queueNotice());
    });
    expect([...seen, queueNotice()]).toEqual([notice, undefined, notice, undefined]);
  });

  it('resets the notice when the work throws', () => {
    const throwing = () => {
      throw new Error('broke');
    };
    expect(() => withQueueNotice(notice, throwing)).toThrow('broke');
    expect(queueNotice()).toBeUndefined();
  });
});

describe('SharedQueueNotice', () => {
  /** A shared stream whose queue notices are the arguments of `say`. */
  function shared() {
    let say!: (waits: boolean) => void;
    const source$ = new Observable<never>(() => void (say = queueNotice()!));
    const notices = new SharedQueueNotice();
    const shared$ = notices.ofShared(notices.ofSource(source$).pipe(share()));
    const heard: unknown[] = [];
    const join = (name: string) => {
      let subscription = NEVER.subscribe();
      withQueueNotice(
        (waits) => heard.push([name, waits]),
        () => (subscription = shared$.subscribe()),
      );
      return subscription;
    };
    return { join, heard, shared$, say: (waits: boolean) => say(waits) };
  }

  it('passes notices on to all subscribers, until they unsubscribe', () => {
    const { join, heard, say } = shared();
    const a = join('a');
    join('b');
    say(true);
    a.unsubscribe();
    say(false);
    expect(heard).toEqual([
      ['a', true],
      ['b', true],
      ['b', false],
    ]);
  });

  it('notifies a subscriber that joins while the stream waits', () => {
    const { join, heard, say } = shared();
    join('a');
    say(true);
    join('b');
    say(false);
    join('c');
    expect(heard).toEqual([
      ['a', true],
      ['b', true],
      ['a', false],
      ['b', false],
    ]);
  });

  it('starts over with each run of the source', () => {
    const { join, heard, say } = shared();
    const a = join('a');
    say(true);
    a.unsubscribe();
    join('b');
    expect(heard).toEqual([['a', true]]);
  });

  it('works without a listener', () => {
    const { shared$, say } = shared();
    shared$.subscribe();
    expect(() => say(true)).not.toThrow();
  });
});
