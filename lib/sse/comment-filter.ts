/**
 * Removes comments from the text of a body, piece by piece, so that long comments need no memory. Calls `onComment` once
 * per piece in which comments end. Expects lines that end in line feeds.
 */
export function createCommentFilter(onComment: () => void): (text: string) => string {
  let atLineStart = true;
  let inComment = false;

  return (text) => {
    const begins = inComment || (atLineStart && text.startsWith(':'));
    // Nearly every piece is without comments and passes unchanged.
    if (text === '' || (!begins && !text.includes('\n:'))) {
      if (text !== '') atLineStart = text.endsWith('\n');
      return text;
    }
    let kept = '';
    let from = 0;
    let comment = begins ? 0 : text.indexOf('\n:') + 1;
    let ended = false;
    while (from < text.length) {
      kept += text.slice(from, comment);
      const end = text.indexOf('\n', comment);
      inComment = end === -1;
      if (inComment) break;
      ended = true;
      from = end + 1;
      const next = text.startsWith(':', from) ? from : text.indexOf('\n:', from) + 1;
      comment = next === 0 ? text.length : next;
      if (comment === text.length) {
        kept += text.slice(from);
        break;
      }
    }
    atLineStart = text.endsWith('\n');
    if (ended) onComment();
    return kept;
  };
}
