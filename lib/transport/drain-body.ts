/** How much of the rest of a body is read in the background, in bytes: more costs longer than a new connection. */
const drainBytes = 64 * 1024;

/** How long the rest of a body is read in the background, in ms: what belongs to the reply is already on its way. */
const drainTime = 50;

/** What a reader gives. */
export interface ReadResult {
  readonly done: boolean;
  readonly value?: Uint8Array | undefined;
}

/**
 * Reads the rest of a body that nobody wants, so that the next request can use its connection. Calls `close` when the
 * rest is larger than `drainBytes` or takes longer than `drainTime`. Errors are swallowed: the reply was whole.
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
  // Node's timers would keep the process alive, the browser's are numbers.
  (timer as unknown as { unref?: () => void }).unref?.();

  const received = ({ done, value }: ReadResult) => {
    if (stopped) return;
    room -= Math.max(1, value?.length ?? 0); // empty chunks count as well: they could come for ever
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
