import type { BetaUsage } from '../types/usage.ts';
import { isFields } from '../types/is-fields.ts';

/** The sum of the tokens of two replies, including caches and server tools. Other values are those of the later reply. */
export function addUsage<U extends BetaUsage>(sum: U | undefined, usage: U): U {
  return added(sum, usage) as U; // of the same shape
}

function added(before: unknown, after: unknown): unknown {
  if (before == null) return after;
  if (after == null) return before;
  if (typeof before === 'number' && typeof after === 'number') return before + after;
  if (Array.isArray(before) && Array.isArray(after)) return [...(before as unknown[]), ...(after as unknown[])];
  if (!isFields(before) || !isFields(after)) return after;
  const sum: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(after)) sum[key] = added(before[key], value);
  return sum;
}
