const CR = 13;
const LF = 10;
const BOM = 0xfeff;

/**
 * Prepares the text of a body, piece by piece, for the parser: drops a byte order mark at the beginning, and ends every
 * line in a line feed. The parser itself would delay an event whose last carriage return ends a piece.
 */
export function createTextNormalizer(): (text: string) => string {
  let begun = false;
  let afterCR = false;
  return (text) => {
    if (text === '') return text;
    let start = !begun && text.charCodeAt(0) === BOM ? 1 : 0;
    begun = true;
    // The second half of a line end whose first half ended the previous piece.
    if (afterCR && text.charCodeAt(start) === LF) start++;
    afterCR = text.charCodeAt(text.length - 1) === CR;
    const rest = start === 0 ? text : text.slice(start);
    return rest.includes('\r') ? rest.replaceAll(/\r\n?/g, '\n') : rest;
  };
}
