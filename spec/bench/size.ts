import { gzipSync } from 'node:zlib';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { executedCode } from './support/executed-code.ts';
import { messageEvents, sseBody } from '../../lib/testing/index.ts';
import type { Row, Section } from './support/section.ts';
import { withoutFiles } from './support/without-files.ts';
import { withoutSentences } from './support/without-sentences.ts';

const root = resolve(import.meta.dirname, '../..');
const params = "{ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] }";
const ours = `
  import { AnthropicClient, finalMessage, textDeltas } from './lib/index.ts';
  const events$ = new AnthropicClient().messages.stream(${params});
  events$.pipe(textDeltas()).subscribe(console.log);
  events$.pipe(finalMessage()).subscribe(console.log);`;

const operators =
  "import { finalMessage, snapshots, textDeltas } from './lib/index.ts'; console.log(finalMessage, snapshots, textDeltas);";

const apps: Readonly<Record<string, { code: string; external?: string[] }>> = {
  'client, textDeltas, finalMessage; without rxjs': { code: ours, external: ['rxjs'] },
  'the same without zod': { code: ours, external: ['rxjs', 'zod', 'zod/*'] },
  'the same without zod and the parser': { code: ours, external: ['rxjs', 'zod', 'zod/*', 'eventsource-parser'] },
  'the same with rxjs': { code: ours },
  'textDeltas alone; without rxjs': {
    code: "import { textDeltas } from './lib/index.ts'; console.log(textDeltas);",
    external: ['rxjs'],
  },
  'textDeltas, snapshots, finalMessage; without rxjs': {
    code: operators,
    external: ['rxjs'],
  },
  'naive RxJS + zod, in 30 lines; without rxjs': {
    code: "import { naiveStream } from './spec/bench/support/naive-stream.ts'; naiveStream({ fetch, baseURL: '' }).subscribe();",
    external: ['rxjs'],
  },
  '@anthropic-ai/sdk, messages.stream': {
    code: `import Anthropic from '@anthropic-ai/sdk';
      const stream = new Anthropic().messages.stream(${params});
      stream.on('text', console.log);
      stream.finalMessage().then(console.log);`,
  },
  'ai and @ai-sdk/anthropic, textStream': {
    code: `import { anthropic } from '@ai-sdk/anthropic';
      import { streamText } from 'ai';
      for await (const text of streamText({ model: anthropic('m'), prompt: 'Hi' }).textStream) console.log(text);`,
  },
};

/** What an app could do without, and the files that serve only this. */
type Abilities = Readonly<Record<string, RegExp>>;

const abilitiesOfClient: Abilities = {
  'checks of options, params and events, with the field and the fix (contains zod)':
    /schema\/|check-(client-)?options|refuse-unknown|wrong-option|find-unsendable|invalid-/,
  'errors of the API and of gateways: classes, envelopes, advice':
    /errors\/(api-error|create-api|error-envelope|brief-of|[a-z-]+-error\.ts)|check-response/,
  'retries and deadlines':
    /retry-(requests|delay|after)|is-retryable|exponential-delay|(enforce|at)-deadline|runtime-timeout|long-timer/,
  'fields, frames and ends that servers omit, repeat or misplace':
    /(complete|readable|require)-event|call-ids|hold-message-start|reply-progress|require-event-stream|cut-thinking|decoded-input/,
  'tool input while it grows': /(tool-input|cut-json|input-json)\.ts/,
  'bounded memory and linear time': /event-bound|comment-filter|chunked-list|with-list|cited-text|drain-body/,
  'logs, warnings, rate limits and interceptors': /logger|deprecations|parse-rate-limits|transport\/intercept/,
};

const abilitiesOfOperators: Abilities = {
  'tool input while it grows': /(tool-input|cut-json|input-json)\.ts/,
  'fields that servers omit': /complete-event/,
  'linear time for thousands of blocks and citations': /chunked-list|with-list|cited-text/,
  'errors for values that are not events, or lack content': /(require|readable)-event/,
  'fast finalMessage()': /message-builder|run-delta/,
};

interface Bundle {
  readonly raw: number;
  readonly gzip: number;
  readonly text: string;
  /** Gzipped without the sentences of its messages. */
  readonly wordless: number;
  /** Minified KB by package, or by folder of the library. */
  readonly parts: Readonly<Record<string, number>>;
}

async function bundle(code: string, external: string[] = [], without?: readonly RegExp[]): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['es2015'],
    // Modules that peers load only in Node.
    external: [...external, 'node:*', 'fs', 'path'],
    logLevel: 'error',
    plugins: without ? [withoutFiles(without)] : [],
  });
  const { contents, text } = outputFiles[0] ?? { contents: new Uint8Array(), text: '' };
  const parts: Record<string, number> = {};
  for (const [path, { bytesInOutput }] of Object.entries(Object.values(metafile.outputs)[0]?.inputs ?? {})) {
    const part = /node_modules\/([^/]+)|(lib\/[^/]+)\//.exec(path);
    const name = part?.[1] ?? part?.[2];
    if (name !== undefined) parts[name] = (parts[name] ?? 0) + bytesInOutput / 1_024;
  }
  return {
    raw: contents.length / 1_024,
    gzip: gzipped(contents),
    text,
    wordless: gzipped(withoutSentences(text)),
    parts,
  };
}

function gzipped(code: Uint8Array | string): number {
  return gzipSync(code, { level: 9 }).length / 1_024;
}

/** What the gzipped bytes of the minimal app are spent on. */
async function costs(): Promise<Row[]> {
  const whole = await bundle(ours, ['rxjs']);
  const withoutZod = await bundle(ours, ['rxjs', 'zod', 'zod/*']);
  const withoutPackages = await bundle(ours, ['rxjs', 'zod', 'zod/*', 'eventsource-parser']);
  const sizes = {
    zod: whole.gzip - withoutZod.gzip,
    'eventsource-parser': withoutZod.gzip - withoutPackages.gzip,
    'the sentences of errors and warnings': withoutPackages.gzip - withoutPackages.wordless,
    'the rest of the library': withoutPackages.wordless,
  };
  return Object.entries(sizes).map(([part, size]) => ({
    part,
    'gzipped (KB)': size,
    'share (%)': (100 * size) / whole.gzip,
  }));
}

/** What a reply without a fault runs of the same app, and what waits for wrong input, failures and unusual servers. */
async function executed(): Promise<Row[]> {
  const events = JSON.stringify(sseBody(messageEvents('Hello')));
  const { text } = await bundle(
    `import { AnthropicClient, finalMessage, textDeltas } from './lib/index.ts';
    import { forkJoin } from 'rxjs';
    const fetch = async () => new Response(${events}, { headers: { 'content-type': 'text/event-stream' } });
    const events$ = new AnthropicClient({ apiKey: 'key', fetch, dangerouslyAllowBrowser: true }).messages.stream(${params});
    export const done = new Promise((resolve, reject) => {
      forkJoin([events$.pipe(textDeltas()), events$.pipe(finalMessage())]).subscribe({ complete: resolve, error: reject });
    });`,
    ['rxjs'],
  );
  const ran = await executedCode(text);
  const row = (part: string, raw: number, gzip: number): Row => ({
    part,
    'minified (KB)': raw / 1_024,
    'gzipped (KB)': gzip,
  });
  return [
    row('runs for a reply without a fault', ran.length, gzipped(ran)),
    row('waits for wrong input, failures and unusual servers', text.length - ran.length, gzipped(text) - gzipped(ran)),
  ];
}

/** What an app would save without each of its abilities, and the rest without all of them. */
async function floor(code: string, abilities: Abilities): Promise<Row[]> {
  const row = (ability: string, size: number): Row => ({ ability, 'gzipped (KB)': size });
  const whole = await bundle(code, ['rxjs']);
  const rows: Row[] = [];
  for (const [ability, files] of Object.entries(abilities)) {
    const { gzip } = await bundle(code, ['rxjs'], [files]);
    rows.push(row(ability, whole.gzip - gzip));
  }
  const rest = await bundle(code, ['rxjs'], Object.values(abilities));
  return [...rows, row('the rest, without all of these', rest.gzip)];
}

/** The size of each part of a bundle, largest first. */
function sharesOf({ raw, parts }: Bundle): Row[] {
  return Object.entries(parts)
    .sort(([, a], [, b]) => b - a)
    .map(([part, size]) => ({ part, 'minified (KB)': size, 'share (%)': (100 * size) / raw }));
}

/** The bytes that a small app loads. */
export async function bundleSizes(): Promise<Section> {
  const rows = [];
  for (const [app, { code, external }] of Object.entries(apps)) {
    const { raw, gzip } = await bundle(code, external);
    rows.push({ app, 'minified (KB)': raw, 'gzipped (KB)': gzip });
  }
  return {
    title: 'Bundle size',
    text: 'A small app for the browser, bundled and minified by esbuild, then gzipped. The target of the first row is 19 KB, and that of the three operators 2.5 KB. Two tables show which abilities would have to go for that.',
    tables: [
      { rows },
      { title: 'The cost of the first row', rows: await costs() },
      { title: 'What the first row runs', rows: await executed() },
      { title: 'What the first row would save without', rows: await floor(ours, abilitiesOfClient) },
      { title: 'What the three operators would save without', rows: await floor(operators, abilitiesOfOperators) },
      { title: 'The parts of the first row', rows: sharesOf(await bundle(ours, ['rxjs'])) },
    ],
  };
}
