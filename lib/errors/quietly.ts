/** Runs cleanup and ignores its exceptions and rejections, because nobody can act on them. */
export function quietly(work: () => unknown): void {
  new Promise((resolve) => resolve(work())).catch(() => undefined);
}
