import { describe, expect, it } from '@jest/globals';
import { concat, from, of, throwError } from 'rxjs';
import { AnthropicError } from '../../lib/errors/anthropic-error.ts';
import { accumulate } from '../../lib/operators/accumulate.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { text, textStart } from '../support/block-events.ts';
import { emptyMessage, messageStart } from '../support/events.ts';

describe('accumulate', () => {
  it('calls project with the states around each event, which has its promised fields', () => {
    const bare = { type: 'content_block_start', index: 0, content_block: { type: 'text' } } as BetaMessageStreamEvent;
    const seen: unknown[] = [];
    from([messageStart(), bare, text(0, 'a')])
      .pipe(accumulate((state, event, before) => [before?.message.content, state?.message.content, event]))
      .subscribe((value) => seen.push(value));
    expect(seen).toEqual([
      [undefined, [], messageStart()],
      [[], [{ type: 'text', text: '' }], textStart(0)],
      [[{ type: 'text', text: '' }], [{ type: 'text', text: 'a' }], text(0, 'a')],
    ]);
  });

  it('adds the message so far to an error of the source and of project', () => {
    const errors: unknown[] = [];
    const broken = () => new AnthropicError('broke');
    const observer = { error: (error: unknown) => errors.push((error as AnthropicError).partialMessage) };
    concat(
      of(messageStart()),
      throwError(() => broken()),
    )
      .pipe(accumulate(() => 1))
      .subscribe(observer);
    const throwing = () => {
      throw broken();
    };
    from([messageStart()]).pipe(accumulate(throwing)).subscribe(observer);
    expect(errors).toEqual([emptyMessage, emptyMessage]);
  });

  it('keeps its state per subscription', () => {
    const counts: unknown[] = [];
    const count$ = from([messageStart(), textStart(0)]).pipe(accumulate((state) => state?.message.content.length));
    count$.subscribe((count) => counts.push(count));
    count$.subscribe((count) => counts.push(count));
    expect(counts).toEqual([0, 1, 0, 1]);
  });
});
