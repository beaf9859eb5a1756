import { describe, expect, it } from '@jest/globals';
import { ending } from '../../lib/relay/cursor.ts';
import { nextEntry, type ReplyProgress } from '../../lib/relay/next-entry.ts';
import { ReplyLines } from '../../lib/relay/reply-lines.ts';

const lines = new ReplyLines(['1', '2', '3']);
const end = { end: 'complete', events: 3 } as const;
const progress: ReplyProgress = { epoch: 2, opener: 'me', isOpen: true, seq: 3, lines, end: undefined };

describe('nextEntry', () => {
  it.each([
    ['opens its epoch in an empty log', { isOpen: false, seq: 0 }, { cursor: '2-0', kind: 'open', value: 'me' }],
    ['opens it after an earlier epoch', { isOpen: false, seq: 2 }, { cursor: '2-2', kind: 'open', value: 'me' }],
    ['appends the missing events', { seq: 1 }, { cursor: '2-3', kind: 'events', value: '2\n3' }],
    ['appends events before the end', { seq: 2, end }, { cursor: '2-3', kind: 'events', value: '3' }],
    ['appends the end last', { end }, { cursor: ending, kind: 'end', value: '{"end":"complete","events":3}' }],
    ['appends nothing while the reply runs', {}, undefined],
  ] satisfies [string, Partial<ReplyProgress>, object | undefined][])('%s', (_, changes, entry) => {
    expect(nextEntry({ ...progress, ...changes })).toEqual(entry);
  });
});
