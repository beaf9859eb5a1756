import type { BetaUsage } from '../types/usage.ts';

/** The usage of a server, by the same usage with the counts that the types promise. */
const sent = new WeakMap<object, object>();

/** Notes which counts of a completed usage the server sent. Returns the completed one. */
export function noteSentUsage<Usage extends object>(completed: Usage, usage: object): Usage {
  if (completed !== usage) sent.set(completed, usage);
  return completed;
}

/** The fields of a usage that the server sent: a count that it omits, or sends as `null`, is unknown and not 0. */
export function sentUsage(usage: object | null | undefined): Partial<BetaUsage> {
  const fields = Object.entries((usage && sent.get(usage)) ?? usage ?? {});
  return Object.fromEntries(fields.filter(([, value]) => value != null));
}
