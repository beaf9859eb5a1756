import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Per file of lib/ the mutants that are equivalent: the changed line before and after. */
export function readEquivalents(): ReadonlyMap<string, ReadonlySet<string>> {
  const equivalents = new Map<string, Set<string>>();
  let mutants = new Set<string>();
  let before = '';
  for (const line of readFileSync(join(import.meta.dirname, 'equivalent.txt'), 'utf8').split('\n')) {
    if (line.startsWith('lib/')) equivalents.set(line, (mutants = new Set()));
    else if (line.startsWith('- ')) before = line;
    else if (line.startsWith('+ ')) mutants.add(`${before}\n${line}`);
  }
  return equivalents;
}
