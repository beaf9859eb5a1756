import { animationFrames, defer, type MonoTypeOperatorFunction, race, throttle, timer } from 'rxjs';

/** A hidden page gets no frames; it updates at this interval, in ms. */
const withoutFrames = 250;

/** Emits the first value immediately, then the latest one at most once per animation frame; the last one always. */
export function onceAFrame<T>(): MonoTypeOperatorFunction<T> {
  const frame$ = defer(() => {
    const hasFrames = typeof requestAnimationFrame === 'function';
    return hasFrames ? race(animationFrames(), timer(withoutFrames)) : timer(0);
  });
  return throttle(() => frame$, { leading: true, trailing: true });
}
