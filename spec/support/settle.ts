/** Waits until the promises that are already resolved have run their callbacks. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}
