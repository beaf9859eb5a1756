/**
 * Prepares the text of a body, piece by piece, for the parser: drops a byte order mark at the beginning, and ends every
 * line in a line feed. The parser itself would delay an event whose last carriage return ends a piece.
 */
export function createTextNormalizer(): (text: string) => string {
  /** Dropped from the beginning of the next piece: a byte order mark, or the second half of a line end. */
  let unwanted = '\ufeff';
  return (text) => {
    if (text === '') return text;
    const rest = text.startsWith(unwanted) ? text.slice(unwanted.length) : text;
    unwanted = text.endsWith('\r') ? '\n' : '';
    return rest.includes('\r') ? rest.replaceAll(/\r\n?/g, '\n') : rest;
  };
}
