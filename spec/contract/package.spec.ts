import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { isBuilt } from '../support/is-built.ts';

const root = resolve(import.meta.dirname, '../..');

/** A folder with the packed library and its dependencies installed, as a user's project would have them. */
let project: string;
let packed: string[];

/** The output of a command; with its status and errors when it fails. */
function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: 'utf8' });
  return status === 0 ? stdout : `${command} exited with ${status}\n${stdout}${stderr}`;
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'anthropic-rxjs-user-'));
  // The prepack script builds, so this is the content of a release.
  const scripts = isBuilt() ? ['--ignore-scripts'] : [];
  const output = execFileSync(
    'npm',
    ['pack', '--json', '--loglevel=error', '--pack-destination', project, ...scripts],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [{ filename, files }] = JSON.parse(output.slice(output.indexOf('[\n'))) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = files.map(({ path }) => path);
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'anthropic-rxjs'), { recursive: true });
  execFileSync('tar', ['-xzf', join(project, filename), '-C', join(modules, 'anthropic-rxjs'), '--strip-components=1']);
  for (const name of ['rxjs', 'zod', 'eventsource-parser', 'tslib']) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  writeFileSync(join(project, 'package.json'), '{}');
}, 120_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** The same program in both module systems: two words through the packed client and proxy, printed with a bar between. */
const program = (load: (name: string) => string) => `
  ${load('anthropic-rxjs')}
  ${load('anthropic-rxjs/relay')}
  ${load('anthropic-rxjs/testing')}
  const server = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(messageEvents('Hello world')) });
  const handler = proxyHandler({ client: server, allow: { models: ['claude-sonnet-5'], maxTokens: 9 }, authorize: 'everyone' });
  const fetch = (url, init) => handler(new Request(url, init));
  const client = new AnthropicClient({ apiKey: null, baseURL: 'https://page.example', fetch });
  client.messages
    .stream({ model: 'claude-sonnet-5', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] })
    .pipe(finalText())
    .subscribe((text) => console.log(text));
`;
const names = {
  'anthropic-rxjs': '{ AnthropicClient, finalText }',
  'anthropic-rxjs/relay': '{ proxyHandler }',
  'anthropic-rxjs/testing': '{ fakeFetch, messageEvents }',
};
const imported = program((name) => `import ${names[name as keyof typeof names]} from '${name}';`);
const required = program((name) => `const ${names[name as keyof typeof names]} = require('${name}');`);

describe('the packed package', () => {
  it('contains the build, its documents and nothing else', () => {
    const documents =
      /^(?:docs\/(?!api\/)[\w/.-]+\.(?:md|svg|png|gif)|demos\/[\w/.-]+\.(?:ts|md)|lib\/relay\/request-rules\.ts|spec\/[\w/.-]+\.spec\.ts)$/;
    const built = /^dist\/(?:esm|cjs|node)\/.+\.(?:js|d\.ts)$/;
    const others = packed.filter((path) => !built.test(path) && !documents.test(path));
    const single = [
      'ARCHITECTURE.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'dist/cjs/package.json',
      'llms.txt',
      'package.json',
    ];
    expect(others.sort()).toEqual(single);
  });

  it('contains every file that its pages link to', () => {
    const pages = packed.filter((path) => /\.md$|^llms\.txt$/.test(path));
    const files = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
        .map(([, target]) => target!)
        .filter((target) => !target.startsWith('http'))
        .map((target) => join(dirname(page), target)),
    );
    const exists = (file: string) => packed.some((path) => path === file || path.startsWith(file));
    expect(files.length).toBeGreaterThan(300);
    expect(files.filter((file) => !exists(file))).toEqual([]);
  });

  it('mentions no source map, because the sources are not part of it', () => {
    const folder = join(project, 'node_modules/anthropic-rxjs');
    const scripts = packed.filter((path) => path.startsWith('dist/') && path.endsWith('.js'));
    expect(scripts.filter((path) => readFileSync(join(folder, path), 'utf8').includes('sourceMappingURL'))).toEqual([]);
  });

  it('runs its command', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const { bin } = JSON.parse(readFileSync(join(project, 'node_modules/anthropic-rxjs/package.json'), 'utf8')) as {
      bin: string | Record<string, string>;
    };
    const file = typeof bin === 'string' ? bin : bin['anthropic-rxjs']!;
    const path = join(project, 'node_modules/anthropic-rxjs', file);
    expect(run('node', path, '--version')).toBe(`${version}\n`);
    expect(readFileSync(path, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('streams from an ES module', () => {
    writeFileSync(join(project, 'user.mjs'), imported);
    expect(run('node', 'user.mjs')).toBe('Hello world\n');
  });

  it('streams from a CommonJS module', () => {
    writeFileSync(join(project, 'user.cjs'), required);
    expect(run('node', 'user.cjs')).toBe('Hello world\n');
  });

  it.each([
    ['import', 'mjs', (name: string) => `import { ${name} } from 'anthropic-rxjs/${name}';`],
    ['require', 'cjs', (name: string) => `const { ${name} } = require('anthropic-rxjs/${name}');`],
  ])('names the package that a cloud needs, with %s', (_, extension, load) => {
    const client =
      extension === 'mjs'
        ? "import { AnthropicClient } from 'anthropic-rxjs';"
        : "const { AnthropicClient } = require('anthropic-rxjs');";
    const file = `clouds.${extension}`;
    const code = `${client} ${load('bedrock')} ${load('vertex')}
      const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
      const params = { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] };
      const ask = (options) => new AnthropicClient({ ...options, timeout: 1_000 }).messages.stream(params).subscribe({
        error: ({ name, message }) => console.log(name, message),
      });
      vertex({ region: 'us', project: 'p', authToken: 'token' });
      ask(bedrock({ region: 'us-east-1', credentials }));
      ask(bedrock({ region: 'us-east-1', endpoint: 'invoke', authToken: 'token' }));`;
    writeFileSync(join(project, file), code);
    const lines = run('node', file).trim().split('\n').sort();
    expect(lines).toEqual([
      expect.stringMatching(/^InvalidOptionsError bedrock: credentials: .*npm install aws4fetch/),
      expect.stringMatching(/^InvalidOptionsError bedrock: endpoint: .*npm install @smithy\/eventstream-codec/),
    ]);
  });

  it('is one instance for import and require', () => {
    writeFileSync(
      join(project, 'both.mjs'),
      `import { createRequire } from 'node:module';
       import { AnthropicError } from 'anthropic-rxjs';
       console.log(createRequire(import.meta.url)('anthropic-rxjs').AnthropicError === AnthropicError);`,
    );
    expect(run('node', 'both.mjs')).toBe('true\n');
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
    ['node10', 'commonjs'],
  ])(
    'has types that resolve with moduleResolution %s, without those of Node',
    (moduleResolution, module) => {
      const code = `import { AnthropicClient, finalMessage, type Message } from 'anthropic-rxjs';
        import { proxyHandler, toNodeHandler } from 'anthropic-rxjs/relay';
        import type { RedisConnection } from 'anthropic-rxjs/relay/redis';
        import { fakeFetch } from 'anthropic-rxjs/testing';
        import type { Observable } from 'rxjs';
        export const others: [RedisConnection?, typeof fakeFetch?] = [];
        const allow = { models: ['claude-sonnet-5'], maxTokens: 9 };
        export const listener = toNodeHandler(proxyHandler({ client: new AnthropicClient(), allow, authorize: 'everyone' }));
        export const reply$: Observable<Message> = new AnthropicClient().messages
          .stream({ model: 'claude-sonnet-5', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] })
          .pipe(finalMessage());`;
      const lib = ['es2022', 'dom', 'dom.iterable'];
      const compilerOptions = {
        strict: true,
        noEmit: true,
        target: 'es2022',
        lib,
        types: [],
        // The declarations of the other packages are checked once.
        skipLibCheck: moduleResolution === 'bundler',
        module,
        moduleResolution,
        ignoreDeprecations: '6.0',
      };
      writeFileSync(join(project, 'user.mts'), code);
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['user.mts'] }));
      expect(run('node', join(root, 'node_modules/typescript/bin/tsc'), '-p', '.')).toBe('');
    },
    60_000,
  );

  it('sends its version to the server', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(readFileSync(join(root, 'lib/transport/version.ts'), 'utf8')).toContain(`'${version}'`);
  });
});

describe('the first example of the README, copied into an empty project', () => {
  const code = /```ts(?: runnable)?\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))![1]!;
  let server: ReplayServer;

  beforeAll(async () => {
    server = await startReplayServer();
  });
  afterAll(() => server.close());

  async function printedBy(file: string, source: string): Promise<string> {
    writeFileSync(join(project, file), source);
    const env = { PATH: process.env['PATH'], ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url };
    return (await promisify(execFile)('node', [file], { cwd: project, env })).stdout;
  }

  it('streams as an ES module', async () => {
    expect(await printedBy('readme.mjs', code)).toMatch(/^Small words, one by one,\n/);
  });

  it('streams as CommonJS', async () => {
    const source = code.replace(/^import (\{[^}]+\}) from '([^']+)';/gm, "const $1 = require('$2');");
    expect(await printedBy('readme.cjs', source)).toMatch(/^Small words, one by one,\n/);
  });

  it.each([[['es2022', 'dom', 'dom.iterable']], [['es2022']]])('compiles with the strictest settings and %j', (lib) => {
    for (const name of ['@types', 'undici-types']) {
      const link = join(project, 'node_modules', name);
      if (!existsSync(link)) symlinkSync(join(root, 'node_modules', name), link);
    }
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      noEmit: true,
      target: 'es2022',
      lib,
      // With the types of the DOM, the declarations are checked above.
      skipLibCheck: lib.includes('dom'),
      types: ['node'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
    };
    const testing = "import { fakeFetch } from 'anthropic-rxjs/testing';\nvoid fakeFetch;\n";
    writeFileSync(join(project, 'readme.mts'), testing + code);
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['readme.mts'] }));
    expect(run('node', join(root, 'node_modules/typescript/bin/tsc'), '-p', '.')).toBe('');
  });
});
