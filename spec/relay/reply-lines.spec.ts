import { describe, expect, it } from '@jest/globals';
import { ReplyLines } from '../../lib/relay/reply-lines.ts';

describe('ReplyLines', () => {
  it('joins the events after a number, those that the log has included', () => {
    const lines = new ReplyLines(['1', '2']);
    lines.push('3');
    expect([0, 1, 2, 3].map((seq) => lines.after(seq))).toStrictEqual([
      { last: 3, value: '1\n2\n3' },
      { last: 3, value: '2\n3' },
      { last: 3, value: '3' },
      undefined,
    ]);
  });

  it('closes an entry with the event that reaches 65,536 characters', () => {
    const lines = new ReplyLines(['a'.repeat(65_535), 'b', 'c']);
    expect([lines.after(0)?.last, lines.after(2)]).toStrictEqual([2, { last: 3, value: 'c' }]);
    expect(new ReplyLines(['a'.repeat(100_000), 'b']).after(0)?.last).toBe(1);
  });

  it('keeps the numbers of later events when it drops earlier ones', () => {
    const lines = new ReplyLines(['1', '2', '3']);
    lines.drop(1);
    lines.drop(2);
    lines.push('4');
    expect(lines.after(2)).toStrictEqual({ last: 4, value: '3\n4' });
  });
});
