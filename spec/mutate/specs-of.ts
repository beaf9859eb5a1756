import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { testedThrough } from '../contract/tested-through.ts';

const root = resolve(import.meta.dirname, '../..');

/** Folders whose specs read files, start processes or take minutes: they are about more than one file. */
const ofNoFile = ['bench', 'chaos', 'contract', 'demos', 'fuzz', 'marbles', 'matrix', 'mutate', 'runtimes', 'types'];

const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, folder, file));

const specs = filesIn('spec').filter(
  (file) => !ofNoFile.includes(relative(join(root, 'spec'), file).split('/', 1)[0]!),
);

/** The files that import a file, types apart. */
const importers = new Map<string, string[]>();
for (const file of [...filesIn('lib'), ...specs]) {
  const text = readFileSync(file, 'utf8');
  for (const [, path] of text.matchAll(/^(?:import|export|\}) (?!type\b)(?:[^;]*? )?from '(\.[^']+)';/gms)) {
    const imported = resolve(dirname(file), path!);
    importers.set(imported, [...(importers.get(imported) ?? []), file]);
  }
}

/** How many imports lead from each spec to a file. */
function distances(file: string): Map<string, number> {
  const found = new Map([[file, 0]]);
  for (const [next, distance] of found) {
    for (const importer of importers.get(next) ?? []) {
      if (!found.has(importer)) found.set(importer, distance + 1);
    }
  }
  return found;
}

/** The name, without its end, of the specs of a file: its own, or that of the whole whose part it is. */
function specNameOf(file: string): string {
  const name = relative(join(root, 'lib'), file).replace(/\.ts$/, '');
  const whole = Object.entries(testedThrough).find(([spec, parts]) =>
    parts.some((part) => join(dirname(spec), part) === name),
  );
  return join(root, 'spec', whole?.[0] ?? name);
}

/** The specs named after a file or after its whole, and the others that reach it, nearest first. */
export function specsOf(file: string): { own: string[]; others: string[] } {
  const name = specNameOf(file);
  const folder = dirname(name);
  const near = distances(file);
  const isOwn = (spec: string) => spec.startsWith(`${name}.`);
  const rank = (spec: string) =>
    (near.get(spec) ?? 0) + (spec.includes('.property.') ? 1.5 : 0) + (dirname(spec) === folder ? 0 : 0.5);
  const found = specs
    .filter((spec) => spec.endsWith('.spec.ts') && (near.has(spec) || isOwn(spec)))
    .sort((a, b) => rank(a) - rank(b));
  return { own: found.filter(isOwn), others: found.filter((spec) => !isOwn(spec)) };
}
