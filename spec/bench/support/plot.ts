import type { Plot } from './section.ts';

const width = 720;
const bar = 22;
const left = 190;
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Horizontal bars as an SVG that follows the reader's colour scheme. */
export function drawPlot({ title, unit, bars }: Plot): string {
  const most = Math.max(...bars.map(([, value]) => value));
  const height = bars.length * (bar + 8) + 48;
  const rows = bars.map(([name, value], i) => {
    const y = 40 + i * (bar + 8);
    const length = Math.max(2, ((width - left - 90) * value) / most);
    return (
      `  <text x="${left - 8}" y="${y + 16}" text-anchor="end">${escape(name)}</text>\n` +
      `  <rect class="${name.endsWith(')') ? 'own' : 'other'}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="${bar}" rx="3"/>\n` +
      `  <text x="${(left + length + 6).toFixed(1)}" y="${y + 16}">${escape(shown(value))} ${escape(unit)}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
  <title id="title">${escape(title)}</title>
  <style>
    text { font: 13px system-ui, sans-serif; fill: #222 }
    .own { fill: #c2410c } .other { fill: #94a3b8 }
    @media (prefers-color-scheme: dark) { text { fill: #ddd } .own { fill: #fb923c } .other { fill: #64748b } }
  </style>
  <text x="8" y="20" font-weight="600">${escape(title)}</text>
${rows.join('\n')}
</svg>
`;
}

/** Three digits, which is more than the noise allows. */
export function shown(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
