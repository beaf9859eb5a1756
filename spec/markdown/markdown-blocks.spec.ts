import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, Subject, take } from 'rxjs';
import type { MarkdownBlock } from '../../lib/markdown/markdown-block.ts';
import { markdownBlocks } from '../../lib/markdown/markdown-blocks.ts';
import { marbles } from '../support/marbles.ts';

const pieces = { a: '# On', b: 'e\n\nsome *wo', c: 'rds*' };

const heading = (text: string, end: string, done: boolean): unknown =>
  expect.objectContaining({ id: 0, raw: `# ${text}${end}`, html: `<h1>${text}</h1>\n`, done });
const paragraph = (raw: string, html: string, done: boolean): unknown =>
  expect.objectContaining({ id: 1, raw, html: `<p>${html}</p>\n`, done });
const blocks = {
  x: [heading('On', '', false)],
  y: [heading('One', '\n\n', true), paragraph('some *wo', 'some <em>wo</em>', false)],
  z: [heading('One', '\n\n', true), paragraph('some *words*', 'some <em>words</em>', false)],
  w: [heading('One', '\n\n', true), paragraph('some *words*', 'some <em>words</em>', true)],
};

describe('markdownBlocks', () => {
  it('emits the blocks with each piece, and finishes the last one when the source completes', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a--b--c--|', pieces);
      const expected = '     -x--y--z--(w|)';
      const subscribed = '   ^---------!';
      expectObservable(source.pipe(markdownBlocks())).toBe(expected, blocks);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('emits nothing for a source without text, and for pieces that change nothing', () => {
    marbles(({ cold, expectObservable }) => {
      const texts = { ...pieces, e: '', n: '\n' };
      expectObservable(cold('---|').pipe(markdownBlocks() as never)).toBe('---|');
      expectObservable(cold('-e-n--|', texts).pipe(markdownBlocks())).toBe('------|');
      expectObservable(cold('-a-e', texts).pipe(markdownBlocks())).toBe('-x--', blocks);
    });
  });

  it('passes an error on, and unsubscribes from a source that never ends', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      expectObservable(cold('-a-#', pieces, 'broken').pipe(markdownBlocks())).toBe('-x-#', blocks, 'broken');
      const source = cold('-a-', pieces);
      expectObservable(source.pipe(markdownBlocks()), '^-!').toBe('-x-', blocks);
      expectSubscriptions(source.subscriptions).toBe('^-!');
    });
  });

  it('emits the text that waits before an error, without finishing it', () => {
    const source = new Subject<string>();
    const seen: unknown[] = [];
    const record = (all: readonly MarkdownBlock[]) => seen.push(all.map(({ raw, done }) => [raw.length, done]));
    source.pipe(markdownBlocks()).subscribe({ next: record, error: (error: unknown) => seen.push(error) });
    source.next('x '.repeat(4_000));
    source.next('y');
    source.error(new Error('broken'));
    expect(seen).toEqual([[[8_000, false]], [[8_001, false]], new Error('broken')]);
  });

  it('keeps two sources of one operator value apart', () => {
    marbles(({ cold, expectObservable }) => {
      const operator = markdownBlocks();
      expectObservable(cold('--c--', pieces).pipe(operator), '^---!');
      expectObservable(cold('-a--b--c--|', pieces).pipe(operator)).toBe('-x--y--z--(w|)', blocks);
    });
  });

  it('stops a synchronous source as soon as it is unsubscribed', () => {
    const pulled: string[] = [];
    function* endless() {
      for (;;) yield pulled[pulled.push('text\n\n') - 1]!;
    }
    from(endless()).pipe(markdownBlocks(), take(2)).subscribe();
    expect(pulled.length).toBe(2);
  });

  it('reports a source of events, with the operator that it lacks', async () => {
    const events = from([{ type: 'message_stop' } as unknown as string]).pipe(markdownBlocks());
    await expect(lastValueFrom(events)).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: expect.stringContaining('source.pipe(textDeltas(), markdownBlocks())') as unknown,
    });
  });
});
