import { exponentOf, rounds } from './rounds.ts';
import type { Row } from './section.ts';

/** Times of one way over inputs of several lengths, in turn, and how they grow. */
export async function growthOf(runs: ReadonlyMap<number, () => unknown>, count: number): Promise<Row> {
  const named = [...runs].map(([length, run]) => [`${length / 1_000} KB (ms)`, () => Promise.resolve(run())] as const);
  const times = await rounds(Object.fromEntries(named), count);
  const points = [...runs.keys()].map((length, i) => [length, times[i]?.median ?? NaN] as const);
  return { ...Object.fromEntries(times.map(({ name, median }) => [name, median])), exponent: exponentOf(points) };
}
