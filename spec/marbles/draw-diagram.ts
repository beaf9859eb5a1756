import type { DocumentedOperator } from './diagram-files.ts';
import type { DiagramRun, RunLine } from './run-diagram.ts';

const column = 12;
const rowHeight = 44;
const charWidth = 7.3;
const left = 84;

/** Follows the reader's light or dark mode, with its own background, since a page may follow another. */
const style = `
  text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328; }
  .name { font-family: system-ui, sans-serif; }
  .page { fill: #ffffff; }
  .axis { stroke: #8c959f; stroke-width: 1.5; }
  .end { stroke: #1f2328; stroke-width: 2.5; }
  .error { stroke: #cf222e; stroke-width: 2.5; }
  .call { fill: #f6f8fa; stroke: #8c959f; }
  .event { fill: #eaeef2; stroke: #8c959f; }
  .text { fill: #ddf4ff; stroke: #54aeff; }
  .value { fill: #dafbe1; stroke: #4ac26b; }
  .missed { opacity: 0.35; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .page { fill: #0d1117; }
    .axis { stroke: #6e7681; }
    .end { stroke: #e6edf3; }
    .error { stroke: #ff7b72; }
    .call { fill: #161b22; stroke: #6e7681; }
    .event { fill: #21262d; stroke: #6e7681; }
    .text { fill: #0c2d6b; stroke: #388bfd; }
    .value { fill: #033a16; stroke: #2ea043; }
  }
`;

/** A picture of a run: the sources above, the call in a box, and the results below it. */
export function drawDiagram({ name, summary, diagram }: DocumentedOperator, { inputs, outputs }: DiagramRun): string {
  const frames = [...inputs, ...outputs].map(lastOf);
  const labels = [...inputs, ...outputs].map((line) => widthOf(line.marbles.at(-1)?.tokens ?? []));
  const lineWidth = (Math.max(...frames) + 3) * column + Math.max(...labels) / 2;
  const notesWidth = Math.max(0, ...diagram.notes.map((note) => note.length)) * charWidth;
  const width = Math.ceil(left + Math.max(lineWidth, diagram.call.length * charWidth + 40, notesWidth));
  const rows = [
    ...inputs.map((line, i) => drawLine(line, i * rowHeight + rowHeight / 2, width)),
    drawCall(diagram.call, inputs.length * rowHeight, width),
    ...outputs.map((line, i) => drawLine(line, (inputs.length + 1 + i) * rowHeight + rowHeight / 2, width)),
  ];
  const bottom = (inputs.length + 1 + outputs.length) * rowHeight;
  const notes = diagram.notes.map((note, i) => `<text x="${left}" y="${bottom + 12 + i * 18}">${escape(note)}</text>`);
  const height = bottom + notes.length * 18 + (notes.length > 0 ? 8 : 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escape(name)}</title>`,
    `<desc id="desc">${escape(`${summary} ${describe([...inputs, ...outputs], diagram.call)}`)}</desc>`,
    `<style>${style}</style>`,
    `<rect class="page" width="${width}" height="${height}" rx="8"/>`,
    ...rows,
    ...notes,
    '</svg>\n',
  ].join('\n');
}

const lastOf = ({ marbles }: RunLine) => marbles.at(-1)?.at ?? 0;
const xOf = (frame: number) => left + frame * column + column / 2;
const widthOf = (tokens: readonly string[]) => Math.max(24, tokens.join(' ').length * charWidth + 12);

function drawCall(call: string, y: number, width: number): string {
  return (
    `<rect class="call" x="${left - 8}" y="${y + 6}" width="${width - left}" height="${rowHeight - 12}" rx="6"/>\n` +
    `<text x="${left - 8 + (width - left) / 2}" y="${y + rowHeight / 2 + 4}" text-anchor="middle">${escape(call)}</text>`
  );
}

function drawLine(line: RunLine, y: number, width: number): string {
  const { name, from, marbles } = line;
  const begin = from === Infinity ? left : left + from * column;
  const end = line.left === undefined ? width - 8 : xOf(line.left);
  const parts = [
    `<text class="name" x="8" y="${y + 4}">${escape(name)}</text>`,
    `<line class="axis" x1="${begin}" y1="${y}" x2="${end}" y2="${y}"/>`,
  ];
  for (const { at, tokens } of marbles) {
    const missed = from === Infinity || (line.left !== undefined && at > line.left);
    const drawn = drawMarble(tokens, xOf(at), y);
    parts.push(missed ? `<g class="missed">${drawn}</g>` : drawn);
  }
  return parts.join('\n');
}

function drawMarble(tokens: readonly string[], x: number, y: number): string {
  const values = tokens.filter((token) => token !== '|' && token !== '#');
  const width = widthOf(values);
  // A marble stands at its frame with its left end, so that wide ones do not seem early.
  const begin = x - 12;
  const after = values.length > 0 ? begin + width + 6 : x;
  const parts: string[] = [];
  if (values.length > 0) {
    parts.push(
      `<rect class="${classOf(values)}" x="${begin}" y="${y - 12}" width="${width}" height="24" rx="12"/>`,
      `<text x="${begin + width / 2}" y="${y + 4}" text-anchor="middle">${escape(values.join(' '))}</text>`,
    );
  }
  if (tokens.includes('|')) parts.push(`<line class="end" x1="${after}" y1="${y - 14}" x2="${after}" y2="${y + 14}"/>`);
  if (tokens.includes('#')) {
    parts.push(`<path class="error" d="M${after - 8} ${y - 8}l16 16m0 -16l-16 16"/>`);
  }
  return parts.join('\n');
}

function classOf(tokens: readonly string[]): string {
  if (tokens.some((token) => /^[THJC]\(/.test(token))) return 'text';
  return tokens.every((token) => /^[SBEDXUR]$/.test(token)) ? 'event' : 'value';
}

/** The picture in words. */
function describe(lines: readonly RunLine[], call: string): string {
  const words = lines.map(({ name, marbles }) => {
    const steps = marbles.map(({ at, tokens }) => `${tokens.map(wordOf).join(', ')} at ${at}`);
    return `${name}: ${steps.join('; ')}.`;
  });
  return `The run of ${call}: ${words.join(' ')}`;
}

function wordOf(token: string): string {
  if (token === '|') return 'complete';
  return token === '#' ? 'error' : token;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
