/** Breaks the lines of text that arrives in pieces. */
export interface WordWrap {
  /** Adds a piece; returns the text that can be printed. The last word waits for its end. */
  push(text: string): string;
  /** Returns the text that still waits. */
  rest(): string;
}

/**
 * Breaks lines of more than `columns` characters at a space, as a terminal does not. Without `columns` it breaks no line,
 * nor for 0, which is the width of a terminal without a size.
 */
export function wrapWords(columns = 0): WordWrap {
  if (columns === 0) return wholeCharacters();
  let column = 0;
  let space = '';
  let word = '';

  const takeWord = () => {
    if (word === '') return '';
    const isLong = column > 0 && column + space.length + word.length > columns;
    const printed = isLong ? `\n${word}` : space + word;
    column = isLong ? word.length : column + printed.length;
    space = word = '';
    return printed;
  };
  const add = (part: string) => {
    if (part.trim() !== '') {
      word += part;
      return '';
    }
    const printed = takeWord();
    if (part !== '\n') {
      space += part;
      return printed;
    }
    column = 0;
    space = '';
    return `${printed}\n`;
  };

  return {
    push: (text) => (text.match(/\n|[^\S\n]+|\S+/g) ?? []).map(add).join(''),
    rest: takeWord,
  };
}

/** Passes text on. Half of a surrogate pair waits for its other half, because the standard output encodes each piece. */
function wholeCharacters(): WordWrap {
  let half = '';
  return {
    push: (text) => {
      const whole = half + text;
      half = /[\ud800-\udbff]$/.exec(whole)?.[0] ?? '';
      return whole.slice(0, whole.length - half.length);
    },
    rest: () => half,
  };
}
