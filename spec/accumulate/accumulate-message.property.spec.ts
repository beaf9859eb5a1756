import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import { finalMessage, type MessageStreamEvent, snapshots } from '../../lib/index.ts';
import { blockStop, delta, json, text, textStart, toolStart } from '../support/block-events.ts';
import { emptyMessage, messageDelta, messageStart, messageStop } from '../support/events.ts';

interface Piece {
  readonly kind: 'text' | 'thinking' | 'tool';
  readonly pieces: readonly string[];
}

const block: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('text' as const, 'thinking' as const),
    pieces: fc.array(fc.string(), { maxLength: 5 }),
  }),
  fc
    .object({ maxDepth: 2 })
    .map((input) => ({ kind: 'tool' as const, pieces: JSON.stringify(input).match(/.{1,7}/gs) ?? [] })),
);

/** The events of each block in their order, all blocks shuffled together. */
function interleave(blocks: readonly Piece[], choices: readonly number[]): MessageStreamEvent[] {
  const queues = blocks.map(({ kind, pieces }, index) => [
    kind === 'text'
      ? textStart(index)
      : kind === 'tool'
        ? toolStart(index, 'f')
        : ({
            type: 'content_block_start',
            index,
            content_block: { type: 'thinking', thinking: '', signature: '' },
          } as const),
    ...pieces.map((piece) =>
      kind === 'text'
        ? text(index, piece)
        : kind === 'tool'
          ? json(index, piece)
          : (delta(index, { type: 'thinking_delta', thinking: piece }) as MessageStreamEvent),
    ),
    blockStop(index),
  ]);
  const events: MessageStreamEvent[] = [];
  for (let turn = 0; queues.some((queue) => queue.length > 0); turn++) {
    const open = queues.filter((queue) => queue.length > 0);
    events.push(open[(choices[turn % choices.length] ?? 0) % open.length]!.shift()!);
  }
  return [messageStart(), ...events, messageDelta(), messageStop];
}

describe('blocks that arrive interleaved in any order', () => {
  it('accumulate to the message of their pieces', async () => {
    const streams = fc.tuple(fc.array(block, { maxLength: 5 }), fc.array(fc.nat(), { minLength: 1, maxLength: 50 }));
    await fc.assert(
      fc.asyncProperty(streams, async ([blocks, choices]) => {
        const events = interleave(blocks, choices);
        const expected = {
          ...emptyMessage,
          stop_reason: 'end_turn',
          usage: { input_tokens: 5, output_tokens: 9 },
          content: blocks.map(({ kind, pieces }, index) => {
            const joined = pieces.join('');
            if (kind === 'text') return { type: 'text', text: joined };
            if (kind === 'thinking') return { type: 'thinking', thinking: joined, signature: '' };
            return { type: 'tool_use', id: `toolu_${index}`, name: 'f', input: JSON.parse(joined) as unknown };
          }),
        };
        expect(await lastValueFrom(from(events).pipe(finalMessage()))).toEqual(expected);
        const messages = await lastValueFrom(from(events).pipe(snapshots(), toArray()));
        expect(messages.at(-1)).toEqual(expected);
        expect(messages).toHaveLength(events.length);
      }),
      { numRuns: 200 },
    );
  });
});
