import ts from 'typescript';
import { maxWords, rules } from './prose-rules.ts';

/** A paragraph, a cell, a comment or a message: words that belong together, and the line each begins on. */
export interface Passage {
  readonly text: string;
  readonly line: number;
}

/** What is wrong in some passages: the line, the phrase, the suggestion. */
export function problemsIn(passages: readonly Passage[]): string[] {
  return passages.flatMap(({ text, line }) => {
    const plain = plainText(text);
    const lineAt = (index: number) => line + plain.slice(0, index).split('\n').length - 1;
    const phrases = rules.flatMap(([phrase, suggestion]) => {
      const flat = plain.replaceAll('\n', ' ');
      return [...flat.matchAll(new RegExp(phrase, `g${phrase.flags}`))].map(
        (match) => `${lineAt(match.index)}: "${match[0].trim()}": write ${suggestion}`,
      );
    });
    return [...phrases, ...longSentences(plain, lineAt)].sort((a, b) => parseInt(a) - parseInt(b));
  });
}

function longSentences(plain: string, lineAt: (index: number) => number): string[] {
  return [...plain.matchAll(/(?:(?![.!?:](?:["”)]*\s|["”)]*$))[\s\S])+/g)].flatMap((match) => {
    const words = match[0].split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    if (words.length <= maxWords) return [];
    return [
      `${lineAt(match.index + 1)}: ${words.length} words, at most ${maxWords}: "${words.slice(0, 6).join(' ')} …"`,
    ];
  });
}

/** Without markup: inline code is one word, a link is its text. */
function plainText(text: string): string {
  return text
    .replace(/\{@link\s+([^}\s|]+)[^}]*\}/g, 'CODE')
    .replace(/``[^`]+``|`[^`]+`/g, (code) => `CODE${'\n'.repeat(code.split('\n').length - 1)}`)
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)/g, '$1')
    .replace(/https?:\/\/\S*[^\s.,;:)]/g, 'URL')
    .replace(/<\/?[a-z]+>/g, '')
    .replace(/\*\*|[*_](?=\w)|(?<=\w)[*_]/g, '')
    .replace(/\b(e\.g|i\.e|vs|etc)\./g, '$1');
}

/** The passages of a Markdown page; without its code fences. */
export function passagesOfPage(page: string): Passage[] {
  const lines = page
    .replace(/^(?:> )?```[\s\S]*?^(?:> )?```$/gm, (fence) => fence.replace(/[^\n]+/g, ''))
    .replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]+/g, ''))
    .split('\n');
  const passages: Passage[] = [];
  let paragraph: string[] = [];
  const close = (next: number) => {
    if (paragraph.length > 0) passages.push({ text: paragraph.join('\n'), line: next - paragraph.length });
    paragraph = [];
  };
  lines.forEach((text, i) => {
    const line = i + 1;
    if (text.startsWith('|')) {
      close(line);
      // A bar in inline code does not separate cells.
      const cells = text.replace(/`[^`]+`/g, (code) => code.replaceAll('|', '/')).split('|');
      for (const cell of cells) if (/\w/.test(cell)) passages.push({ text: cell.trim(), line });
    } else if (text.trim() === '' || text.startsWith('#')) {
      close(line);
      if (text.startsWith('#')) passages.push({ text: text.replace(/^#+ /, ''), line });
    } else {
      if (/^\s*(?:[-*]|\d+\.) /.test(text)) close(line);
      paragraph.push(text.replace(/^\s*(?:[-*]|\d+\.) |^> /, ''));
    }
  });
  close(lines.length + 1);
  return passages;
}

/** The comments of a TypeScript file, and its texts of three words or more: messages, mostly. */
export function passagesOfCode(path: string, code: string): Passage[] {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  return [...commentsIn(source, lineOf), ...textsIn(source, lineOf)];
}

/** The titles of a spec. */
export function titlesOf(path: string, code: string): Passage[] {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true);
  const titles: Passage[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(it|test|describe)\b/.test(node.expression.getText(source))) {
      const title = node.arguments[0];
      if (title && ts.isStringLiteralLike(title)) {
        titles.push({ text: title.text, line: source.getLineAndCharacterOfPosition(title.getStart()).line + 1 });
      }
    }
    node.forEachChild(visit);
  };
  visit(source);
  return titles;
}

function commentsIn(source: ts.SourceFile, lineOf: (position: number) => number): Passage[] {
  const code = source.text;
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    for (const range of ts.getLeadingCommentRanges(code, node.getFullStart()) ?? []) ranges.set(range.pos, range);
    for (const range of ts.getTrailingCommentRanges(code, node.getEnd()) ?? []) ranges.set(range.pos, range);
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  const passages: Passage[] = [];
  let previous = 0;
  for (const range of [...ranges.values()].sort((a, b) => a.pos - b.pos)) {
    const text = code.slice(range.pos, range.end);
    const line = lineOf(range.pos);
    if (text.startsWith('/*')) passages.push(...passagesOfDocComment(text, line));
    else if (!/^\/\/ (eslint|@ts|prettier|#)/.test(text)) {
      const words = text.replace(/^\/\/ ?/, '');
      const last = passages.at(-1);
      // Lines that follow each other are one comment.
      if (last && previous === line - 1 && lineOf(range.pos) !== 1) {
        passages[passages.length - 1] = { text: `${last.text}\n${words}`, line: last.line };
      } else passages.push({ text: words, line });
      previous = line;
      continue;
    }
    previous = 0;
  }
  return passages;
}

function passagesOfDocComment(comment: string, line: number): Passage[] {
  const page = comment
    .replace(/^\/\*\*?/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((text, i) => (i === 0 ? text.trim() : text.replace(/^\s*\* ?/, '')))
    // A tag begins a paragraph; names and types in its head are not words.
    .map((text) =>
      text
        .replace(
          /^@(?:see|internal|deprecated|returns|throws|default|example|module|packageDocumentation|remarks)\b\s*/,
          '- ',
        )
        .replace(/^@\w+\s+\S+( -)?/, '- '),
    )
    .join('\n');
  return passagesOfPage(page).map((passage) => ({ text: passage.text, line: passage.line + line - 1 }));
}

function textsIn(source: ts.SourceFile, lineOf: (position: number) => number): Passage[] {
  const texts: Passage[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const text = ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? node.head.text + node.templateSpans.map(({ literal }) => `CODE${literal.text}`).join('')
        : undefined;
    // Fewer than three plain words are names and keys. A line of a text, such as a row of a list, is a passage.
    text?.split('\n').forEach((line, i) => {
      const words = line.split(/\s+/).filter((word) => /^[a-z'",.:;]+$/i.test(word));
      if (words.length >= 3) texts.push({ text: line, line: lineOf(node.getStart(source)) + i });
    });
    node.forEachChild(visit);
  };
  visit(source);
  return texts;
}
