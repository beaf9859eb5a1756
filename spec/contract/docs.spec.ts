import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { filesUnder } from '../support/files-under.ts';

const root = resolve(import.meta.dirname, '../..');

interface Block {
  /** The place of the block, for the message of a failing test. */
  readonly origin: string;
  readonly code: string;
}

function blocksOf(file: string): Block[] {
  const isCode = file.endsWith('.ts');
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/```ts(?: runnable)?\n([\s\S]*?)```/g)].map((match) => ({
    origin: `${file}:${text.slice(0, match.index).split('\n').length + 1}`,
    code: isCode ? match[1]!.replace(/^ *\* ?/gm, '') : match[1]!,
  }));
}

/** The globals of Vitest that blocks use. `demos/guide` runs these blocks with the real ones. */
const vitestGlobals = `
declare function it(title: string, test: () => Promise<void>): void;
declare const expect: {
  (actual: unknown): { toEqual(expected: unknown): void };
  poll(read: () => unknown): { toContain(expected: string): Promise<void> };
};
`;

function problemsOf(blocks: readonly Block[]): string[] {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config as object;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const virtual = new Map(blocks.map((block, i) => [join(root, 'spec', `docs-block-${i}.ts`), block]));
  const host = ts.createCompilerHost(options);
  const original = { ...host };
  const globals = join(root, 'spec', 'docs-globals.d.ts');
  const sourceOf = (path: string) => {
    if (path === globals) return vitestGlobals;
    const block = virtual.get(path);
    return block && `${block.code}\nexport {};\n`;
  };
  host.fileExists = (path) => sourceOf(path) !== undefined || original.fileExists(path);
  host.readFile = (path) => sourceOf(path) ?? original.readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const source = sourceOf(path);
    return source === undefined
      ? original.getSourceFile(path, ...rest)
      : ts.createSourceFile(path, source, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([globals, ...virtual.keys()], { ...options, noUnusedLocals: false }, host);
  return [...virtual].flatMap(([path, block]) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (problem) => `${block.origin}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`,
    );
  });
}

describe('the code in README, docs and doc comments', () => {
  const isWritten = (page: string) => !page.startsWith('docs/api'); // the report and the reference are generated
  const pages = ['README.md', ...filesUnder('docs', '.md').filter(isWritten)];
  const sources = filesUnder('lib', '.ts');

  it('is found', () => {
    expect(pages.flatMap(blocksOf).length).toBeGreaterThan(3);
    expect(sources.flatMap(blocksOf).length).toBeGreaterThan(20);
  });

  it('type-checks as a reader would copy it', () => {
    expect(problemsOf([...pages, ...sources].flatMap(blocksOf))).toEqual([]);
  });

  it('is reported when it is wrong', () => {
    const code = "import { textDeltas } from 'anthropic-rxjs';\nconst n: number = textDeltas;\n";
    expect(problemsOf([{ origin: 'here', code }])).toEqual([expect.stringContaining('here: Type')]);
  });
});

describe('the links of README, docs and the other pages', () => {
  const pages = [...readdirSync(root).filter((file) => file.endsWith('.md')), ...filesUnder('docs', '.md')];
  const written = pages.filter((page) => !page.startsWith('docs/api'));

  it('lead to existing files', () => {
    const broken = written.flatMap((page) => {
      const text = readFileSync(join(root, page), 'utf8').replace(/```[\s\S]*?```/g, '');
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
      const files = targets.filter((target) => !/^(https?:|#)/.test(target)).map((target) => target.replace(/#.*/, ''));
      return files.filter((file) => !existsSync(join(root, dirname(page), file))).map((file) => `${page}: ${file}`);
    });
    expect(broken).toEqual([]);
  });

  it('reach every page of the guide from its index', () => {
    const index = readFileSync(join(root, 'docs/README.md'), 'utf8');
    const guide = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md') && file !== 'README.md');
    expect(guide.filter((file) => !index.includes(`](${file})`))).toEqual([]);
  });
});

describe('the pages of the guide', () => {
  it('end with the next page', () => {
    const guide = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md') && file !== 'README.md');
    const ends = guide.filter((file) => !/\nNext: .*\]\(.*\.\n$/.test(readFileSync(join(root, 'docs', file), 'utf8')));
    expect(ends).toEqual([]);
  });
});

describe('the public exports', () => {
  it('all have a doc comment', () => {
    const undocumented = entryPoints()
      .flatMap(exportsOf)
      .flatMap(({ file, names }) => {
        const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);
        return names.filter((name) => !isDocumented(source, name)).map((name) => `${file}: ${name}`);
      });
    expect(undocumented).toEqual([]);
  });

  it('are all in the reference', () => {
    const { entryPoints: documented } = JSON.parse(readFileSync(join(root, 'typedoc.json'), 'utf8')) as {
      entryPoints: string[];
    };
    expect([...documented].sort()).toEqual(entryPoints().sort());
  });
});

/** The sources of what the package exports. */
function entryPoints(): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, { import: string } | string>;
  };
  const targets = Object.values(exports).filter((target) => typeof target === 'object');
  return targets.map((target) => target.import.replace('./dist/esm/', 'lib/').replace(/\.js$/, '.ts'));
}

/** The exports of an entry point, by file. */
function exportsOf(entry: string): { file: string; names: string[] }[] {
  const source = ts.createSourceFile(entry, readFileSync(join(root, entry), 'utf8'), ts.ScriptTarget.ES2022, true);
  return source.statements.filter(ts.isExportDeclaration).map((statement) => {
    const from = statement.moduleSpecifier as ts.StringLiteral;
    const { elements } = statement.exportClause as ts.NamedExports;
    return { file: join(entry, '..', from.text), names: elements.map(({ name }) => name.text) };
  });
}

/** Whether the first declaration of a name, which overloads share, has a comment. */
function isDocumented(source: ts.SourceFile, name: string): boolean {
  const declaration = source.statements.find((node) =>
    ts.isVariableStatement(node)
      ? node.declarationList.declarations.some((one) => one.name.getText() === name)
      : (node as ts.DeclarationStatement).name?.text === name,
  );
  return declaration !== undefined && ts.getJSDocCommentsAndTags(declaration).length > 0;
}
