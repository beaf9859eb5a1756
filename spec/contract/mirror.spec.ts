import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { testedThrough } from './tested-through.ts';

const root = resolve(import.meta.dirname, '../..');

/** Folders of spec/ whose specs test more than one file. */
const ofNoFile = ['chaos', 'contract', 'demos', 'faults', 'fuzz', 'marbles', 'types', 'wild'];
/** The same within the other folders. */
const ofManyFiles = [
  'cli/commands',
  'accumulate/linear-time',
  'accumulate/recordings',
  'accumulate/work-per-block',
  'operators/every-operator',
  'output/every-output-operator',
];
/** Specs of the relay as a whole: over sockets, over Redis, with logs that fail. */
const ofRelay = [
  'authorize',
  'behind-servers',
  'frail-log',
  'key-stays',
  'origins',
  'prior-art',
  'redis-faults',
  'redis-log',
  'redis-traps',
  'scaling-out',
];
const isMirrored = (file: string) => !file.startsWith('types/');

const filesIn = (folder: string, end: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(end));
/** The file without what follows the first dot of its name: a spec may name the behaviour there. */
const stem = (file: string) => join(file, '..', basename(file).split('.', 1)[0]!);

const sources = filesIn('lib', '.ts').filter((file) => isMirrored(file) && behaves(file));
const specs = filesIn('spec', '.spec.ts').filter(
  (file) => isMirrored(file) && !ofNoFile.includes(file.split('/', 1)[0]!),
);

/** Whether a file has code that does something: neither types, constants, barrels nor classes of errors do. */
function behaves(file: string): boolean {
  const text = readFileSync(join(root, 'lib', file), 'utf8');
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  return statements.some((statement) => {
    if (ts.isClassDeclaration(statement)) return !file.endsWith('-error.ts');
    return hasFunction(statement);
  });
}

function hasFunction(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) return false;
  const isFunction = ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  return isFunction || (ts.forEachChild(node, (child) => hasFunction(child) || undefined) ?? false);
}

describe('spec/ mirrors lib/', () => {
  it('with a spec per file that has behaviour, except for parts that another spec tests', () => {
    const named = new Set(specs.map(stem));
    const parts = Object.entries(testedThrough).flatMap(([spec, files]) => files.map((file) => join(spec, '..', file)));
    const unnamed = sources.map(stem).filter((name) => !named.has(name));
    expect(unnamed.sort()).toEqual(parts.sort());
    expect(Object.keys(testedThrough).filter((spec) => !named.has(spec))).toEqual([]);
  });

  it('without specs of files that do not exist', () => {
    const named = new Set(filesIn('lib', '.ts').map(stem));
    const others = [...ofManyFiles, ...ofRelay.map((name) => `relay/${name}`)];
    expect(specs.map(stem).filter((name) => !named.has(name) && !others.includes(name))).toEqual([]);
  });

  it('and distinguishes files with and without behaviour', () => {
    const files = ['types/message.ts', 'index.ts', 'errors/api-timeout-error.ts', 'errors/longest-delay.ts'];
    expect(files.filter(behaves)).toEqual([]);
    const others = ['operators/text-deltas.ts', 'accumulate/chunked-list.ts', 'errors/is-retryable.ts'];
    expect(others.filter((file) => !behaves(file))).toEqual([]);
  });
});
