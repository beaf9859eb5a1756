import type { FullPolicy } from './allow-policy.ts';
import type { SentParams } from './read-params.ts';
import { paramRules } from './request-rules.ts';
import { anything, ownField, requireParam } from './value-rule.ts';

/** Params that each request may have; other options of the policy limit their values. */
const always = ['model', 'max_tokens', 'messages', 'stream', 'betas'];

/** Throws the `RejectedRequest` of the first value in the params that the policy does not allow. */
export function checkPolicy(params: SentParams, allow: FullPolicy): void {
  for (const name of Object.keys(params)) {
    if (!always.includes(name)) requireParam(name, name, allow);
    const isAbsent = params[name] === null && !always.includes(name);
    if (!isAbsent) (ownField(paramRules, name) ?? anything)(name, params[name], allow);
  }
}
