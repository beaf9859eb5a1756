/** The most bytes of the rest of a body to read in the background: more takes longer than a new connection. */
const drainBytes = 64 * 1024;

/** The longest time to read the rest of a body in the background, in ms: the rest of a reply is already in transit. */
const drainTime = 50;

/** The reader of a body. */
export interface ReadResult {
  readonly done: boolean;
  readonly value?: Uint8Array | undefined;
}

/**
 * Reads the unused rest of a body, so that the next request can use its connection. Calls `close` when the
 * rest is larger than `drainBytes` or takes longer than `drainTime`. It ignores errors: the reply is complete.
 */
export function drainBody(read: () => Promise<ReadResult>, close: () => void): void {
  let room = drainBytes;
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
  };
  const timer = setTimeout(() => {
    stop();
    close();
  }, drainTime);
  // A timer would keep a process of Node alive.
  (timer as { unref?: () => void }).unref?.(); // an object in Node, a number in browsers

  const received = ({ done, value }: ReadResult) => {
    if (stopped) return;
    room -= Math.max(1, value?.length ?? 0); // empty chunks count as well: they could arrive forever
    if (!done && room >= 0) {
      next();
      return;
    }
    stop();
    if (!done) close();
  };
  // A body of a custom `fetch` may throw.
  const next = () => void new Promise<ReadResult>((resolve) => resolve(read())).then(received).catch(stop);
  next();
}
