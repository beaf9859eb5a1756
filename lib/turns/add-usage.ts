import type { BetaUsage } from '../types/usage.ts';
import { isRecord } from '../errors/is-record.ts';

/** The sum of the tokens of two replies, including caches and server tools. Other values are those of the later reply. */
export function addUsage<U extends BetaUsage>(sum: U | undefined, usage: U): U {
  return added(sum, usage) as U; // of the same shape
}

function added(before: unknown, after: unknown): unknown {
  if (before == null) return after;
  if (after == null) return before;
  if (typeof before === 'number' && typeof after === 'number') return before + after;
  if (Array.isArray(before) && Array.isArray(after)) return [...(before as unknown[]), ...(after as unknown[])];
  if (!isObject(before) || !isObject(after)) return after;
  const sum: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(after)) sum[key] = added(before[key], value);
  return sum;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && !Array.isArray(value);
}
