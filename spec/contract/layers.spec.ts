import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const lib = join(root, 'lib');

/** What each folder of lib/ may import: other folders, and packages. */
const rules: Record<string, { folders: string[]; packages: string[] }> = {
  types: { folders: [], packages: [] },
  errors: { folders: ['types'], packages: ['rxjs'] },
  transport: { folders: ['types', 'errors'], packages: ['rxjs'] },
  sse: { folders: ['types', 'errors'], packages: ['rxjs', 'eventsource-parser'] },
  schema: { folders: ['types', 'errors'], packages: ['zod/v4/core'] },
  accumulate: { folders: ['types', 'errors'], packages: [] },
  stream: { folders: ['types', 'errors', 'accumulate', 'transport', 'sse', 'schema'], packages: ['rxjs'] },
  operators: { folders: ['types', 'errors', 'accumulate'], packages: ['rxjs'] },
  bridges: { folders: ['types', 'errors', 'accumulate', 'sse', 'stream', 'operators'], packages: ['rxjs'] },
  output: { folders: ['types', 'errors', 'accumulate', 'operators'], packages: ['rxjs', 'zod/mini'] },
  turns: { folders: ['types', 'errors', 'accumulate', 'operators', 'output'], packages: ['rxjs'] },
  client: { folders: ['types', 'errors', 'transport', 'sse', 'stream'], packages: ['rxjs'] },
  angular: { folders: ['index.ts'], packages: ['rxjs', '@angular/core', '@angular/core/rxjs-interop'] },
  markdown: { folders: ['errors'], packages: ['rxjs', 'marked', 'remend'] },
  relay: { folders: ['index.ts', 'types', 'errors', 'accumulate', 'transport', 'sse', 'stream'], packages: ['rxjs'] },
  clouds: { folders: ['types', 'errors', 'transport'], packages: ['rxjs'] },
  bedrock: { folders: ['types', 'errors', 'clouds'], packages: ['aws4fetch', '@smithy/eventstream-codec'] },
  vertex: { folders: ['errors', 'clouds'], packages: [] },
  opentelemetry: {
    folders: ['types', 'errors', 'transport', 'accumulate', 'stream', 'turns', 'client'],
    packages: ['rxjs', '@opentelemetry/api'],
  },
  testing: { folders: ['types', 'clouds'], packages: ['rxjs', 'node:*'] },
  cli: { folders: ['index.ts', 'transport', 'relay', 'testing'], packages: ['rxjs', 'node:*'] },
};

const entries = [
  'index.ts',
  'angular/index.ts',
  'bedrock/index.ts',
  'cli/main.ts',
  'markdown/index.ts',
  'opentelemetry/index.ts',
  'relay/index.ts',
  'relay/redis/index.ts',
  'testing/index.ts',
  'vertex/index.ts',
];

const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): string[] {
  const code = readFileSync(join(lib, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [...code.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)';|^import '([^']+)';|\bimport\('([^']+)'\)/gm)].map(
    (match) => match[1] ?? match[2] ?? match[3]!,
  );
}

function targetOf(file: string, specifier: string): string {
  return relative(lib, resolve(lib, dirname(file), specifier));
}

/** Whether a package of the rules, such as `node:*`, covers an import. */
const matches = (name: string, specifier: string) =>
  name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name;

const folderOf = (file: string) => file.split('/', 1)[0]!;
const isEntry = (file: string) => entries.includes(file);

describe('the layers of lib/', () => {
  it('has a rule for every folder', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map(folderOf));
    expect([...folders].filter((folder) => !(folder in rules))).toEqual([]);
  });

  it('imports only downwards and only the packages a folder owns', () => {
    const broken: string[] = [];
    for (const [file, specifiers] of imports) {
      const rule = file === 'index.ts' ? undefined : rules[folderOf(file)];
      for (const specifier of specifiers) {
        if (specifier.startsWith('.')) {
          const target = targetOf(file, specifier);
          const allowed = !rule || folderOf(target) === folderOf(file) || rule.folders.includes(folderOf(target));
          if (!allowed || !files.includes(target)) broken.push(`${file} imports ${specifier}`);
        } else if (rule && !rule.packages.some((name) => matches(name, specifier)))
          broken.push(`${file} imports ${specifier}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('has no import cycles', () => {
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]) => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const specifier of imports.get(file) ?? []) {
        if (specifier.startsWith('.')) visit(targetOf(file, specifier), [...path, file]);
      }
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('has no file that no entry point reaches', () => {
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const specifier of imports.get(file) ?? []) if (specifier.startsWith('.')) visit(targetOf(file, specifier));
    };
    for (const entry of entries) visit(entry);
    expect(files.filter((file) => !reached.has(file))).toEqual([]);
  });

  it('keeps barrels to the entry points', () => {
    expect(files.filter((file) => file.endsWith('index.ts') && !isEntry(file))).toEqual([]);
  });

  it('names nothing of Node outside testing/ and cli/', () => {
    const nodeOnly = /\b(Buffer|__dirname|require)\b\s*[.(]|^import .*'node:/m;
    const code = (file: string) => readFileSync(join(lib, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(files.filter((file) => !['testing', 'cli'].includes(folderOf(file)) && nodeOnly.test(code(file)))).toEqual(
      [],
    );
  });
});

describe('ARCHITECTURE.md', () => {
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

  it('lists the same folders, imports and packages as the rules', () => {
    const listed = tableUnder(page, 'folder').map(([folder, , folders, packages]) => [
      codeIn(folder!)[0]!.replace('/', ''),
      { folders: codeIn(folders!).sort(), packages: codeIn(packages!).sort() },
    ]);
    const ruled = Object.entries(rules).map(([folder, rule]) => [
      folder,
      { folders: [...rule.folders].sort(), packages: [...rule.packages].sort() },
    ]);
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(ruled));
  });

  it('lists every folder below the folders that it imports', () => {
    const order = tableUnder(page, 'folder').map(([folder]) => codeIn(folder!)[0]!.replace('/', ''));
    const upward = order.flatMap((folder, i) =>
      rules[folder]!.folders.filter((name) => name !== 'index.ts' && !order.slice(0, i).includes(name)).map(
        (name) => `${folder} imports ${name}`,
      ),
    );
    expect(upward).toEqual([]);
  });

  it('names no file that does not exist', () => {
    const paths = codeIn(page).filter((code) => /^(lib|spec)\//.test(code) && !code.includes('<'));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names files for at least 20 behaviours', () => {
    const behaviours = tableUnder(page, 'behaviour');
    expect(behaviours.length).toBeGreaterThanOrEqual(20);
    expect(behaviours.filter(([, places]) => codeIn(places!).length === 0)).toEqual([]);
  });
});

/** The rows of the table whose first heading this is, as cells. */
function tableUnder(page: string, heading: string): string[][] {
  const [, ...lines] = page
    .slice(page.indexOf(`| ${heading} |`))
    .split('\n\n', 1)[0]!
    .split('\n');
  return lines.slice(1).map((line) => line.split('|').slice(1, -1));
}

function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
}
