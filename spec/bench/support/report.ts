import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { drawPlot, shown } from './plot.ts';
import type { Row, Section } from './section.ts';

const docs = resolve(import.meta.dirname, '../../../docs');
const results = join(docs, 'performance');

/** A section and where it was measured. */
interface Result extends Section {
  readonly machine: string;
}

const versionOf = (name: string) => {
  const file = resolve(import.meta.dirname, '../../../node_modules', name, 'package.json');
  return `${name} ${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}`; // every package has one
};

function machine(): string {
  const versions = ['rxjs', 'zod', 'eventsource-parser', '@anthropic-ai/sdk', 'ai', '@ai-sdk/anthropic'].map(versionOf);
  const [cpu] = cpus();
  const processor = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}`;
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${processor}; ${versions.join(', ')}`;
}

const cell = (value: string | number) => (typeof value === 'number' ? shown(value) : value);

function table(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const numeric = (column: string) => typeof rows[0]?.[column] === 'number';
  return [
    line(columns),
    line(columns.map((column) => (numeric(column) ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((column) => cell(row[column] ?? '')))),
  ].join('\n');
}

export function print({ title, tables }: Section): void {
  for (const { title: subtitle, rows } of tables) {
    console.log(`\n${title}${subtitle ? `, ${subtitle}` : ''}`);
    console.table(
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)]))),
    );
  }
}

/** Keeps the result of one benchmark, with its pictures. */
export function keep(name: string, section: Section): void {
  mkdirSync(results, { recursive: true });
  const result: Result = { ...section, machine: machine() };
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  for (const plot of section.plots ?? []) writeFileSync(join(results, plot.file), drawPlot(plot));
}

const next = 'Next: [security](security.md).';

/** Writes the page from all results, in the order of the names. */
export function writePage(names: readonly string[], intro: string): void {
  const kept = readdirSync(results).filter((file) => file.endsWith('.json'));
  const sections = names
    .filter((name) => kept.includes(`${name}.json`))
    .map((name) => {
      const result = JSON.parse(readFileSync(join(results, `${name}.json`), 'utf8')) as Result; // written by keep
      const tables = result.tables.map(({ title, rows }) => `${title ? `### ${title}\n\n` : ''}${table(rows)}`);
      const plots = (result.plots ?? []).map(({ file, title }) => `![${title}](performance/${file})`);
      const command = `\`npm run bench -- ${name}\`, ${result.machine}.`;
      return [`## ${result.title}`, result.text, ...plots, ...tables, `<small>${command}</small>`].join('\n\n');
    });
  writeFileSync(join(docs, 'performance.md'), `${[intro, ...sections, next].join('\n\n')}\n`);
}
