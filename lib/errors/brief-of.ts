/** The longest quote of a body, in characters. */
const shown = 500;

/** A body in one short line: the title of an HTML page, else its beginning. */
export function briefOf(body: string): string {
  const text = body.slice(0, 64 * 1024).trim();
  if (text === '') return 'no body';
  // Control characters would change a terminal that shows the error.
  if (!text.startsWith('<')) return text.slice(0, shown).replace(/[\s\p{Cc}]+/gu, ' ');
  const heading = ['title', 'h1', 'message'].map((tag) => contentOf(tag, text)).find((content) => content !== '');
  return heading === undefined ? `a page that says "${wordsOf(text)}"` : `a page titled "${heading}"`;
}

/** The beginning of a body, unchanged; of markup only the title. */
export function quoteOf(body: string): string {
  return body.trimStart().startsWith('<') ? briefOf(body) : body.slice(0, shown);
}

// The end of the text also ends a tag and a script. Otherwise, each unclosed one would search the rest of the text again.

function contentOf(tag: string, text: string): string {
  const [, content = ''] = new RegExp(`<${tag}\\b[^>]*(?:>|$)([^<]*)`, 'i').exec(text) ?? [];
  return content.trim().slice(0, 200).replace(/\s+/g, ' ');
}

function wordsOf(markup: string): string {
  const text = markup.replace(/<(style|script)\b.*?(?:<\/\1>|$)|<[^>]*(?:>|$)/gis, ' ');
  return text.replace(/\s+/g, ' ').trim().slice(0, 200);
}
