import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** Reads a view until it shows the expected value: it renders after the action that changes it. */
export async function shows<T>(read: () => Promise<T>, expected: T): Promise<void> {
  const end = Date.now() + 30_000;
  let value = await read();
  while (!isDeepStrictEqual(value, expected) && Date.now() < end) {
    await setTimeout(20);
    value = await read();
  }
  assert.deepEqual(value, expected);
}
