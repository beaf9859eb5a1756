import { diag } from '@opentelemetry/api';
import { quietly } from '../errors/quietly.ts';
import { reasonOf } from '../errors/reason-of.ts';

/** Each owner whose failure `diag` has reported. */
const reported = new WeakSet();

/**
 * Runs code of a tracer, a meter or a hook, which must not affect the call. If it throws, the result is `undefined`, and
 * `diag` reports the first failure of each owner.
 */
export function attempt<T>(owner: object, action: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    report(owner, action, error);
    return undefined;
  }
}

/** Reports the failure of an action to `diag`, once per owner: a broken meter fails in each call. */
export function report(owner: object, action: string, error: unknown): void {
  if (reported.has(owner)) return;
  reported.add(owner);
  quietly(() => diag.error(`anthropic-rxjs: ${action} failed, so telemetry is incomplete: ${reasonOf(error)}`));
}
