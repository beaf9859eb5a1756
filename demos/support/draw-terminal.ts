import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Runs `npm start` and draws its output over time as an animated picture, for the README. */
const root = resolve(import.meta.dirname, '../..');
const pieces: { readonly text: string; readonly at: number; readonly dim: boolean }[] = [];
const started = performance.now();
const child = spawn(process.execPath, ['--import', 'tsx', 'demos/cli.ts', '--speed', '12'], { cwd: root });
child.stdin.end();
for (const [stream, dim] of [
  [child.stdout, false],
  [child.stderr, true],
] as const) {
  stream.setEncoding('utf8').on('data', (text: string) => pieces.push({ text, at: performance.now() - started, dim }));
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const spanOf = (text: string, at: number, dim: boolean) =>
  `<tspan visibility="hidden"${dim ? ' class="dim"' : ''}>${escape(text)}<set attributeName="visibility" to="visible" begin="${(at / 1_000).toFixed(2)}s" fill="freeze"/></tspan>`;

child.on('close', () => {
  const lines: string[][] = [['<tspan class="dim">$</tspan> npm start'], []];
  const first = pieces[0]?.at ?? 0;
  for (const { text, at, dim } of pieces) {
    text.split('\n').forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push(spanOf(part, 700 + at - first, dim));
    });
  }
  const rows = lines.map((spans, i) => `<text x="20" y="${58 + i * 22}" xml:space="preserve">${spans.join('')}</text>`);
  const height = 58 + lines.length * 22;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 ${height}" role="img" aria-labelledby="title">
<title id="title">npm start: a reply streams into the terminal</title>
<style>text { font: 14px ui-monospace, monospace; fill: #e8e4da } .dim { fill: #9a9484 }</style>
<rect width="760" height="${height}" rx="10" fill="#1d1b16"/>
<circle cx="22" cy="20" r="6" fill="#c2410c"/><circle cx="42" cy="20" r="6" fill="#6b6557"/><circle cx="62" cy="20" r="6" fill="#6b6557"/>
${rows.join('\n')}
</svg>
`;
  writeFileSync(resolve(root, 'docs/images/terminal.svg'), svg);
});
