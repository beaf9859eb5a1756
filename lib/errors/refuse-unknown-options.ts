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
    .map((name) => ({
      path: `${path}${name.slice(0, 40)}`,
      message: `is not an option; ${Object.hasOwn(renamed, name) ? `use ${renamed[name]}` : hint(name, known)}`,
    }));
  if (issues.length > 0) throw new InvalidOptionsError(owner, issues.slice(0, 10));
}

function hint(name: string, known: readonly string[]): string {
  const near = known.find((option) => isNear(plain(name), plain(option)));
  return near === undefined ? `the options are ${known.join(', ')}` : `did you mean ${near}?`;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .slice(0, 40);
}

function isNear(name: string, option: string): boolean {
  return distance(name, option) <= 2 || (name.length > 2 && option.endsWith(name));
}

/** Levenshtein distance. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const [deleted = 0, inserted = 0, kept = 0] = [row[j + 1], next[j], row[j]];
      next.push(Math.min(deleted + 1, inserted + 1, kept + Number(from[i] !== to[j])));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
