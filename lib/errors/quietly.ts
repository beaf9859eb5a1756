/** Runs clean-up whose failure nobody can act on: a throw and a rejection are swallowed. */
export function quietly(work: () => unknown): void {
  new Promise((resolve) => resolve(work())).catch(() => undefined);
}
