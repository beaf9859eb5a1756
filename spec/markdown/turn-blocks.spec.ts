import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { from, lastValueFrom } from 'rxjs';
import { BlockReader } from '../../lib/markdown/block-reader.ts';
import { markdownBlocks } from '../../lib/markdown/markdown-blocks.ts';
import { type MarkdownTurn, turnBlocks } from '../../lib/markdown/turn-blocks.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { chat } from '../../lib/turns/chat.ts';
import { anyDocument } from './documents.ts';

const turn = (text: string, status = 'streaming', id = 'a'): MarkdownTurn => ({ id, text, status });
const finalBlocks = (text: string) => lastValueFrom(from([text]).pipe(markdownBlocks()), { defaultValue: [] });

describe('turnBlocks', () => {
  it('returns the same blocks for the same turn', () => {
    const blocksOf = turnBlocks();
    const [one, two] = [turn('# One', 'done', 'a'), turn('two', 'done', 'b')];
    const blocks = [blocksOf(one), blocksOf(two)];
    expect([blocksOf(one), blocksOf(two)].every((again, i) => again === blocks[i])).toBe(true);
    expect(blocks.map(([block]) => block?.html)).toEqual(['<h1>One</h1>\n', '<p>two</p>\n']);
  });

  it('keeps finished blocks while the reply grows, and finishes the last one when the reply ends', () => {
    const blocksOf = turnBlocks();
    const [heading] = blocksOf(turn('# One\n\ntwo **th'));
    const growing = blocksOf(turn('# One\n\ntwo **three'));
    expect(growing.map(({ html, done }) => [html, done])).toEqual([
      ['<h1>One</h1>\n', true],
      ['<p>two <strong>three</strong></p>\n', false],
    ]);
    const ended = blocksOf(turn('# One\n\ntwo **three** [x]\n\n[x]: /y', 'done'));
    expect(ended.map(({ html, done }) => [html, done])).toEqual([
      ['<h1>One</h1>\n', true],
      ['<p>two <strong>three</strong> <a href="/y">x</a></p>\n', true],
      ['', true],
    ]);
    expect([growing[0], ended[0]].every((block) => block === heading)).toBe(true);
  });

  it.each(['stopped', 'error'])('shows no raw marks of a reply that is %s', (status) => {
    const blocksOf = turnBlocks();
    blocksOf(turn('# One\n\ntwo *th'));
    const blocks = [blocksOf(turn('# One\n\ntwo **three', status)), turnBlocks()(turn('# One\n\ntwo **three', status))];
    for (const ended of blocks) {
      expect(ended.map(({ html, done }) => [html, done])).toEqual([
        ['<h1>One</h1>\n', true],
        ['<p>two <strong>three</strong></p>\n', false],
      ]);
    }
    expect(turnBlocks()(turn('', status))).toEqual([]);
  });

  it('reads each character of a growing reply once', () => {
    const push = jest.spyOn(BlockReader.prototype, 'push');
    const blocksOf = turnBlocks();
    for (const text of ['a', 'ab', 'abcd']) blocksOf(turn(text));
    expect(push.mock.calls).toEqual([['a'], ['b'], ['cd']]);
    push.mockRestore();
  });

  it('reads a text again that does not continue the one before, such as an edited message', () => {
    const blocksOf = turnBlocks();
    blocksOf(turn('one'));
    expect(blocksOf(turn('two'))[0]?.raw).toBe('two');
    expect(blocksOf(turn(''))).toEqual([]);
    expect(blocksOf(turn('one', 'sent'))[0]?.raw).toBe('one');
    expect(blocksOf(turn('One', 'sent'))[0]?.raw).toBe('One');
  });

  it('reads replies of several chats side by side, and remembers the latest 16', () => {
    const blocksOf = turnBlocks();
    const ids = Array.from({ length: 17 }, (_, i) => `reply ${i}`);
    const before = ids.map((id) => blocksOf(turn('# One\n\ntwo', 'streaming', id))[0]);
    // Reversed, so that the one that is read again displaces none of the others.
    const after = [...ids].reverse().map((id) => blocksOf(turn('# One\n\ntwo three', 'streaming', id))[0]);
    expect(after.reverse().map((block, i) => block === before[i])).toEqual(ids.map((_, i) => i > 0));
  });

  it('ends with the blocks of markdownBlocks, for any growth and status', async () => {
    const status = fc.constantFrom('done', 'refused', 'sent');
    await fc.assert(
      fc.asyncProperty(anyDocument, status, fc.array(fc.nat(200)), async (text, end, cuts) => {
        const blocksOf = turnBlocks();
        for (const length of cuts.sort((a, b) => a - b)) blocksOf(turn(text.slice(0, length)));
        expect(blocksOf(turn(text, end))).toEqual(await finalBlocks(text));
      }),
      { numRuns: 100 },
    );
  });

  it('takes the turns of a chat', () => {
    const params = { model: 'claude-sonnet-5', max_tokens: 8 };
    const { state$, send } = chat(() => from(messageEvents('**ab** c')), params);
    const blocksOf = turnBlocks();
    const seen: (string | undefined)[][] = [];
    state$.subscribe(({ turns }) => seen.push(turns.flatMap((one) => blocksOf(one).map(({ html }) => html))));
    send('*Hi*');
    expect(seen.at(-1)).toEqual(['<p><em>Hi</em></p>\n', '<p><strong>ab</strong> c</p>\n']);
  });

  it.each([
    ['text', 'must be a turn of chat(), not a string'],
    [undefined, 'must be a turn of chat(), not undefined'],
    [{ id: 'a' }, 'must be a turn of chat(), not an object'],
  ])('throws InvalidOptionsError for %p', (wrong, message) => {
    const error = expect.objectContaining({ name: 'InvalidOptionsError', message: `turnBlocks: turn: ${message}` });
    expect(() => turnBlocks()(wrong as never)).toThrow(error);
  });
});
