/** Comments in successive lines, with the line feed before them. */
const comments = /(?:\n:[^\n]*)+\n?/g;

/**
 * Removes comments from the text of a body, piece by piece, so that long comments need no memory. Calls `onComment` once
 * per piece in which comments end. Expects lines that end in line feeds.
 */
export function createCommentFilter(onComment: () => void): (text: string) => string {
  let atLineStart = true;
  let inComment = false;

  return (text) => {
    const begins = inComment || (atLineStart && text.startsWith(':'));
    if (text !== '') atLineStart = text.endsWith('\n');
    // Nearly every piece is without comments and passes unchanged.
    if (!begins && !text.includes('\n:')) return text;
    let ended = 0;
    const lines = begins ? `\n:${text}` : text;
    const kept = lines.replace(comments, (found) => {
      if (found.lastIndexOf('\n') > 0) ended++; // the first line feed is before the comments
      inComment = !found.endsWith('\n');
      return '\n';
    });
    if (ended > 0) onComment();
    return begins ? kept.slice(1) : kept;
  };
}
