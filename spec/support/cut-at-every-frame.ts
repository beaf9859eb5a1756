import { expect } from '@jest/globals';
import type { Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';

/** Makes a cold source of a diagram; its subscriptions are watched. */
export type WatchedCold = <T = string>(diagram: string, values?: Record<string, T>, error?: unknown) => Observable<T>;

/**
 * Runs what `make` returns once for each frame from 0 to `frames` and leaves it there. In that frame every source must
 * have been left and no timer may be waiting; nothing may be emitted or subscribed afterwards.
 */
export function cutAtEveryFrame(frames: number, make: (cold: WatchedCold) => Observable<unknown>): void {
  for (let cut = 0; cut <= frames; cut++) {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(({ cold, flush }) => {
      const sources: ReturnType<typeof cold>[] = [];
      const late: unknown[] = [];
      let left = false;
      const watch = (notification: unknown) => {
        if (left) late.push(notification);
      };
      const subscription = make((diagram, values, error) => {
        const source = cold(diagram, values, error);
        sources.push(source);
        return source;
      }).subscribe({ next: watch, error: watch, complete: () => watch('complete') });
      const open = () => sources.flatMap((source) => source.subscriptions).filter((log) => log.unsubscribedFrame > cut);
      scheduler.schedule(() => {
        left = true;
        subscription.unsubscribe();
        expect({ cut, open: open(), timers: scheduler.actions.length }).toEqual({ cut, open: [], timers: 0 });
      }, cut);
      flush();
      expect({ cut, late, open: open() }).toEqual({ cut, late: [], open: [] });
    });
  }
}
