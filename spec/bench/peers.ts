import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Api, contestants } from './support/contestants.ts';
import { rounds } from './support/rounds.ts';
import { rowsOf } from './streams.ts';
import type { Section } from './support/section.ts';
import { chunksOf, eventsOf, responseOf } from './support/wire.ts';

const folder = resolve(import.meta.dirname, 'peers');
const shown = ['@langchain/anthropic', '@effect/ai-anthropic', 'effect'] as const;

interface Peers {
  readonly contestants: Readonly<Record<string, (api: Api) => Promise<unknown>>>;
}

/** Libraries that bring a framework of their own, in a project of their own, so that nobody else installs them. */
export async function otherPeers(): Promise<Section> {
  execFileSync('npm', ['ci', '--prefix', folder], { stdio: 'ignore', shell: process.platform === 'win32' });
  const peers = (await import(pathToFileURL(resolve(folder, 'contestants.mjs')).href)) as Peers; // plain JavaScript
  const { dependencies } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const ours = ['the floor', 'stream()', 'textDeltas()', 'official SDK, raw', 'Vercel textStream'] as const;
  const all = { ...Object.fromEntries(ours.map((name) => [name, contestants[name]])), ...peers.contestants };
  const tables = [];
  for (const chunking of ['one event per chunk', '64 KiB chunks'] as const) {
    const chunks = chunksOf(eventsOf('text', 2_000, 24), chunking);
    const api: Api = { baseURL: 'http://localhost', fetch: () => Promise.resolve(responseOf(chunks)) };
    const runs = Object.fromEntries(Object.entries(all).map(([name, run]) => [name, () => run(api)]));
    tables.push({ title: chunking, rows: rowsOf(await rounds(runs, 7)) });
  }
  return {
    title: 'Other peers',
    text: `2,000 deltas of 24 bytes of text from memory, read to the end. ${shown.map((name) => `${name} ${dependencies[name]}`).join(', ')}.`,
    tables,
  };
}
