/**
 * Installs the packed library beside other versions of what users have, and checks that it works there. With `--newest`
 * only the rows of each CI run. Whatever cannot be installed or run is a failure: nothing is skipped.
 */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { concatMap, from, lastValueFrom, tap, toArray } from 'rxjs';
import { isBuilt } from '../support/is-built.ts';
import { nodes, type Row, rows } from './rows.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'anthropic-rxjs-matrix-'));

/** What a command prints; rejects with all of it when the command fails. */
async function run(cwd: string, command: string, args: readonly string[], path = ''): Promise<string> {
  const PATH = [path, process.env['PATH']].filter(Boolean).join(delimiter);
  const child = spawn(command, args, { cwd, env: { ...process.env, PATH }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

const install = (project: string) => run(project, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);

async function projectWith(name: string, dependencies: Readonly<Record<string, string>>): Promise<string> {
  const project = join(folder, name.replace(/\W+/g, '-'));
  await mkdir(project, { recursive: true });
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
  await install(project);
  return project;
}

const installedNodes = new Map<string, Promise<string>>();

/** The folder of a Node of this major version. */
function binOf(major: string): Promise<string> {
  const known = installedNodes.get(major);
  if (known) return known;
  const version = nodes[major];
  if (version === undefined) throw new Error(`Node ${major} is not in the matrix`);
  const bin = projectWith(`node-${major}`, { node: version }).then((project) => join(project, 'node_modules/node/bin'));
  installedNodes.set(major, bin);
  return bin;
}

async function expectOutput(output: Promise<string>, expected: string): Promise<void> {
  const printed = (await output).trim();
  if (printed !== expected) throw new Error(`expected ${expected}\nbut it printed ${printed}`);
}

const checks: Record<Row['check'], (project: string, bin: string) => Promise<void>> = {
  app: (project, bin) =>
    expectOutput(
      run(project, 'node', ['app.mjs'], bin),
      '{"pieces":["Hello"," world"],"answer":"It is 3","proxied":"Through the proxy","schema":["city"]}',
    ),

  types: async (project) => {
    const options = [
      '--strict',
      '--noEmit',
      '--target',
      'es2022',
      '--lib',
      'es2022,dom,dom.iterable,dom.asynciterable',
    ];
    for (const resolution of [
      ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
      ['--module', 'esnext', '--moduleResolution', 'bundler'],
    ]) {
      await run(project, join(project, 'node_modules/.bin/tsc'), [...options, ...resolution, 'app.mts']);
    }
  },

  angular: async (project, bin) => {
    const compilerOptions = {
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['es2022', 'dom', 'dom.iterable'],
      strict: true,
      experimentalDecorators: true,
      skipLibCheck: true,
      types: [],
      outDir: 'out',
    };
    const angularCompilerOptions = { strictTemplates: true };
    const tsconfig = { compilerOptions, angularCompilerOptions, files: ['component.ts'] };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
    await run(project, 'node', ['node_modules/.bin/ngc', '-p', '.'], bin);
    await expectOutput(run(project, 'node', ['angular.mjs'], bin), 'done: Hello world');
  },

  nest: async (project) => {
    await run(project, 'npm', ['run', '--silent', 'build']);
    await run(project, 'node', ['--experimental-eventsource', '--test', 'dist/test/']);
  },
};

/** A copy of the demo of Nest with other versions, since its own tests are what must pass. */
async function nestProject(name: string, tarball: string, packages: Row['packages']): Promise<string> {
  const project = join(folder, name.replace(/\W+/g, '-'));
  const demo = join(root, 'demos/nest');
  for (const part of ['src', 'test', 'tsconfig.json'])
    await cp(join(demo, part), join(project, part), { recursive: true });
  const manifest = JSON.parse(await readFile(join(demo, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  manifest.dependencies = { ...manifest.dependencies, ...packages, 'anthropic-rxjs': tarball };
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
  await install(project);
  return project;
}

async function userProject({ name, packages }: Row, tarball: string): Promise<string> {
  const project = await projectWith(name, { ...packages, 'anthropic-rxjs': tarball });
  await cp(join(import.meta.dirname, 'user'), project, { recursive: true });
  return project;
}

async function checkRow(row: Row, tarball: string): Promise<boolean> {
  const began = performance.now();
  const failure = await (async () => {
    const bin = row.node === undefined ? dirname(process.execPath) : await binOf(row.node);
    const project =
      row.check === 'nest' ? await nestProject(row.name, tarball, row.packages) : await userProject(row, tarball);
    await checks[row.check](project, bin);
  })().then(
    () => undefined,
    (error: unknown) => String(error),
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${row.name.padEnd(20)} ${seconds} s`);
  if (failure !== undefined) console.log(failure);
  return failure === undefined;
}

try {
  // The prepack script builds, so this is the content of a release.
  const scripts = isBuilt() ? ['--ignore-scripts'] : [];
  await run(root, 'npm', ['pack', '--loglevel=error', '--pack-destination', folder, ...scripts]);
  const tarball = join(folder, (await readdir(folder)).find((file) => file.endsWith('.tgz')) ?? '');
  const chosen = process.argv.includes('--newest') ? rows.filter(({ newest }) => newest) : rows;
  let failures = 0;
  const checked$ = from(chosen).pipe(
    concatMap((row) => checkRow(row, tarball)),
    tap((passed) => (failures += passed ? 0 : 1)),
    toArray(),
  );
  await lastValueFrom(checked$);
  console.log(failures === 0 ? `${chosen.length} rows of the matrix passed` : `${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
