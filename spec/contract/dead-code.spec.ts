import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { filesUnder } from '../support/files-under.ts';

const root = resolve(import.meta.dirname, '../..');

interface Source {
  readonly file: string;
  /** The names that it declares with `export`. */
  readonly exported: readonly string[];
  /** Its imports from other files, `file#name` each; `file#*` for all names of a file. */
  readonly taken: readonly string[];
}

function sourceOf(file: string): Source {
  const text = readFileSync(join(root, file), 'utf8');
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  const taken = statements.flatMap((statement) => {
    const isLink = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
    if (!isLink || !statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const { text } = statement.moduleSpecifier;
    if (!text.startsWith('.')) return [];
    const target = relative(root, resolve(root, dirname(file), text));
    return namesTaken(statement).map((name) => `${target}#${name}`);
  });
  return { file, exported: statements.flatMap((statement) => namesExported(statement, text)), taken };
}

function namesTaken(statement: ts.ImportDeclaration | ts.ExportDeclaration): string[] {
  const names = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
  if (!names || !('elements' in names)) return ['*'];
  return names.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function namesExported(statement: ts.Statement, text: string): string[] {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  const isExported = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const isDefault = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  if (!isExported || isDefault) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => (name as ts.Identifier).text);
  }
  const { text: name } = (statement as ts.DeclarationStatement).name!;
  // A type that the same file mentions is part of a signature, which declarations must be able to name.
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  return isType && text.match(new RegExp(`\\b${name}\\b`, 'g'))!.length > 1 ? [] : [name];
}

const sourcesIn = (folder: string): Source[] => filesUnder(folder, '.ts').map(sourceOf);

/** The names that `sources` export and that none of `users` imports. */
function unused(sources: readonly Source[], users: readonly Source[]): string[] {
  const taken = new Set(users.flatMap((source) => source.taken));
  return sources.flatMap(({ file, exported }) =>
    exported
      .filter((name) => !taken.has(`${file}#${name}`) && !taken.has(`${file}#*`))
      .map((name) => `${file}: ${name}`),
  );
}

const lib = sourcesIn('lib');
const others = ['demos', 'spec'].flatMap(sourcesIn);

describe('every exported name', () => {
  it('of lib/ is used in lib/, or public', () => {
    expect(unused(lib, lib)).toEqual([]);
  });

  it('of demos/ and spec/support/ is used', () => {
    const sources = others.filter(({ file }) => /^(demos|spec\/support)\//.test(file));
    expect(unused(sources, others)).toEqual([]);
  });

  it('is reported when nothing uses it', () => {
    expect(
      unused([{ file: 'a.ts', exported: ['a', 'b'], taken: [] }], [{ file: 'b.ts', exported: [], taken: ['a.ts#a'] }]),
    ).toEqual(['a.ts: b']);
  });
});
