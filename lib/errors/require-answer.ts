import { kindOf, type OptionRule } from './check-options.ts';
import { isRecord } from './is-record.ts';
import { quietly } from './quietly.ts';
import { wrongOption } from './wrong-option.ts';

/**
 * The answer of the callback `path` of `owner`. Throws `InvalidOptionsError` for one that `rule` does not allow, such as
 * the promise of an `async` function.
 */
export function requireAnswer<T>(owner: string, path: string, answer: T, rule: OptionRule, cause?: unknown): T {
  if (rule.allows(answer)) return answer;
  quietly(() => answer); // the rejection of a promise would end a Node process
  const given = isRecord(answer) && 'then' in answer ? 'a promise' : kindOf(answer);
  throw wrongOption(owner, path, `returned ${given}; return ${rule.expected}`, cause);
}
