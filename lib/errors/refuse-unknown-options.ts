import type { Issue } from '../types/issue.ts';
import { InvalidOptionsError } from './invalid-options-error.ts';

/**
 * Throws `InvalidOptionsError` for options whose name `known` does not list, even if their value is `undefined`: a
 * misspelt `baseURL` would send the key to another server. `path` is the path of the object with the options;
 * `renamed` maps old names of options to new ones.
 */
export function refuseUnknownOptions(
  owner: string,
  options: object,
  known: readonly string[],
  path = '',
  renamed: Readonly<Record<string, string>> = {},
): void {
  const issues: Issue[] = Object.keys(options)
    .filter((name) => !known.includes(name))
    .slice(0, 10)
    .map((name) => ({
      path: `${path}${name.slice(0, 40)}`,
      message: `is not an option; ${Object.hasOwn(renamed, name) ? `use ${renamed[name]}` : hint(name, known)}`,
    }));
  if (issues.length > 0) throw new InvalidOptionsError(owner, issues);
}

function hint(name: string, known: readonly string[]): string {
  const near = known.find((option) => isNear(plain(name), plain(option)));
  return near === undefined ? `the options are ${known.join(', ')}` : `did you mean ${near}?`;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

function isNear(name: string, option: string): boolean {
  return isWithin(2, name, option) || (name.length > 2 && option.endsWith(name));
}

/** Whether so many changes of one letter turn one text into the other. */
function isWithin(changes: number, from: string, to: string): boolean {
  if (from === '') return to.length <= changes;
  const [restOfFrom, restOfTo] = [from.slice(1), to.slice(1)];
  if (to.startsWith(from.charAt(0))) return isWithin(changes, restOfFrom, restOfTo);
  return (
    changes > 0 &&
    (isWithin(changes - 1, restOfFrom, to) ||
      isWithin(changes - 1, from, restOfTo) ||
      isWithin(changes - 1, restOfFrom, restOfTo))
  );
}
