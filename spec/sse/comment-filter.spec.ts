import { describe, expect, it } from '@jest/globals';
import { createCommentFilter } from '../../lib/sse/comment-filter.ts';

/** The remaining text of each piece, and how often a comment ended. */
function filtered(pieces: readonly string[]) {
  let ended = 0;
  const filter = createCommentFilter(() => ended++);
  return { kept: pieces.map(filter), ended };
}

describe('createCommentFilter', () => {
  it.each<[string[], string[], number]>([
    [['data: 1\n', 'data: 2\n'], ['data: 1\n', 'data: 2\n'], 0],
    [[':a\n'], [''], 1],
    [['data: 1\n:a\n'], ['data: 1\n'], 1],
    [['data: 1\n:a\ndata: 2'], ['data: 1\ndata: 2'], 1],
    [[':a\n:b\ndata: 1\n:c\n\n'], ['data: 1\n\n'], 1],
    [['data: a\n', ':b\n', 'data: c\n'], ['data: a\n', '', 'data: c\n'], 1],
    [['data: a', ':b\n'], ['data: a', ':b\n'], 0],
    [['data: a\n', '', ':b\n'], ['data: a\n', '', ''], 1],
    [['', ':b\n'], ['', ''], 1],
    [[':a', 'b', '\ndata: 1\n'], ['', '', 'data: 1\n'], 1],
    [['\n:a', 'x\n:b', '\n'], ['\n', '', ''], 2],
    [['data: 1\n:a', '\n', 'b'], ['data: 1\n', '', 'b'], 1],
    [[':a\n', 'b', ':c\n'], ['', 'b', ':c\n'], 1],
    [[':a\nb', ':c\n'], ['b', ':c\n'], 1],
    [[':a'], [''], 0],
  ])('of the pieces %j keeps %j', (pieces, kept, ended) => {
    expect(filtered(pieces)).toEqual({ kept, ended });
  });
});
