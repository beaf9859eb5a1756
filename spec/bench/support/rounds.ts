/** The measurements of one contestant. */
export interface Times {
  readonly name: string;
  /** Milliseconds: the median, and the middle half of the rounds. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** Median of the ratios to the first contestant in the same round. */
  readonly ratio: number;
}

export type Contestants = Readonly<Record<string, () => Promise<unknown>>>;

/** Runs all contestants in turn, round by round, so that a slow machine slows all of them. */
export async function rounds(contestants: Contestants, count: number, warmUp = Math.ceil(count / 4)): Promise<Times[]> {
  const names = Object.keys(contestants);
  const times = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < count; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = performance.now();
      await run();
      if (round >= 0) times.get(name)?.push(performance.now() - start);
    }
  }
  const first = times.get(names[0] ?? '') ?? [];
  return names.map((name) => {
    const own = times.get(name) ?? [];
    const ratio = quantile(
      own.map((time, round) => time / (first[round] ?? time)),
      0.5,
    );
    return { name, median: quantile(own, 0.5), low: quantile(own, 0.25), high: quantile(own, 0.75), ratio };
  });
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** The exponent of `cost = factor × size^exponent` that fits best. */
export function exponentOf(points: readonly (readonly [size: number, cost: number])[]): number {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(logs.map(([size]) => size)), mean(logs.map(([, cost]) => cost))];
  const over = logs.reduce((sum, [size, cost]) => sum + (size - x) * (cost - y), 0);
  return over / logs.reduce((sum, [size]) => sum + (size - x) ** 2, 0);
}
