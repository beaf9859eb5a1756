/**
 * Regroups a report of API Extractor by the sections of the entry's index.ts, whose comment lines are their titles. An
 * index without such lines is one section. Throws for a declaration that no section exports.
 */
export function groupReport(report: string, index: string, entry: string): string {
  const sections = sectionsOf(index);
  const code = /```ts\n([\s\S]*?)\n```/.exec(report.replaceAll('\r\n', '\n'))?.[1] ?? '';
  const parts = code.split('\n\n').map((part) => part.replace(noise, '').trim());
  const imports = parts.filter((part) => part.startsWith('import '));
  for (const part of parts) {
    const name = declared.exec(part)?.[1];
    if (name === undefined) continue;
    const section = sections.find(({ names }) => names.has(name));
    if (!section) throw new Error(`${entry}: no section of its index.ts exports ${name}`);
    section.parts.push(part);
  }
  const blocks = sections.flatMap(({ title, parts }) => [title === '' ? '' : `## ${title}`, fenced(parts)]);
  const all = [`# ${entry}`, 'Written by `npm run api:update`: do not edit.', fenced(imports), ...blocks];
  return `${all.filter((block) => block !== '').join('\n\n')}\n`;
}

interface Section {
  readonly title: string;
  readonly names: ReadonlySet<string>;
  readonly parts: string[];
}

/** Lines that every declaration has say nothing about one. */
const noise = /^ *\/\/ (?:@public.*|\(undocumented\))\n/gm;
const declared = /^export (?:declare |abstract )*(?:class|const|function|interface|type) (\w+)/m;

function sectionsOf(index: string): Section[] {
  return index
    .split(/^(?=\/\/ )/m)
    .map((text) => ({ title: /^\/\/ (.+)/.exec(text)?.[1] ?? '', names: namesIn(text), parts: [] }));
}

function namesIn(text: string): ReadonlySet<string> {
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)];
  return new Set(lists.flatMap(([, list = '']) => list.split(',').map((name) => name.replace('type ', '').trim())));
}

function fenced(parts: readonly string[]): string {
  return parts.length === 0
    ? ''
    : ['```ts', parts.join(parts[0]?.startsWith('import ') ? '\n' : '\n\n'), '```'].join('\n');
}
