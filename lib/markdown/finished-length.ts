import type { Token } from 'marked';

/**
 * The length of the blocks that no later text can change. The rules of `marked` look ahead: lists and indented code continue
 * after blank lines, a paragraph becomes a heading or a table, a definition gains a title. Two places are safe. One is a blank
 * line, unless the next line could be an item of the list above it. The other is the edge of a heading, a rule or a fence.
 */
export function finishedLength(text: string, tokens: readonly Token[]): number {
  let finished = 0;
  let offset = 0;
  let definesLabel = false;
  let before: Token | undefined;
  for (const token of tokens) {
    if (token.type !== 'space') {
      const afterBlank = followsBlankLine(text, offset);
      if (afterBlank) definesLabel = false;
      if (before && /^\S/.test(token.raw)) {
        const isLine = text.includes('\n', offset);
        if (
          afterBlank ? isLine || !continuesList(before, token) : isLine && !definesLabel && areSeparate(before, token)
        ) {
          finished = offset;
        }
      }
      definesLabel ||= /^ {0,3}\[/.test(token.raw);
      before = token;
    }
    // `marked` sometimes writes white space in another way.
    if (!text.startsWith(token.raw, offset)) break;
    offset += token.raw.length;
  }
  return finished;
}

function followsBlankLine(text: string, offset: number): boolean {
  const end = offset - 1;
  const start = text.lastIndexOf('\n', end - 1);
  return text[end] === '\n' && start >= 0 && start < end && text.slice(start, end).trim() === '';
}

/** Whether a line that has only begun could continue the list: the rest decides between an item and a rule. */
function continuesList(before: Token, token: Token): boolean {
  return before.type === 'list' && /^[-+*\d]/.test(token.raw);
}

function areSeparate(before: Token, token: Token): boolean {
  return (
    before.type === 'heading' || before.type === 'hr' || isFence(before) || isFence(token) || token.raw.startsWith('#')
  );
}

function isFence(token: Token): boolean {
  return token.type === 'code' && /^ {0,3}(?:```|~~~)/.test(token.raw);
}
