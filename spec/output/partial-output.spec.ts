import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import * as z from 'zod';
import type { MessageStreamEvent } from '../../lib/index.ts';
import { outputToolName } from '../../lib/output/output-steps.ts';
import { type DeepPartial, partialOutput } from '../../lib/output/partial-output.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { json, text, toolStart } from '../support/block-events.ts';
import { messageDelta, reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import type { Same } from '../support/type-assertions.ts';

const Person = z.object({ name: z.string(), tags: z.array(z.string()), age: z.number() });
const events = {
  ...reply,
  '1': text(0, '{"na'),
  '2': text(0, 'me":"A'),
  '3': text(0, 'da","age":3'),
  '4': text(0, '6}'),
  n: text(0, 'Well: '),
  t: toolStart(1, outputToolName),
  o: toolStart(1, 'other'),
  '5': json(1, '{"age":1'),
  '6': json(1, '2}'),
  M: messageDelta('max_tokens'),
  R: messageDelta('refusal'),
  P: messageDelta('pause_turn'),
};

const all = (source: readonly MessageStreamEvent[]) => {
  const seen: unknown[] = [];
  from(source)
    .pipe(partialOutput(Person))
    .subscribe({ next: (value) => seen.push(value), error: (error: unknown) => seen.push(error) });
  return seen;
};

describe('partialOutput', () => {
  it('emits the text of the reply as a growing value', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-S-B-1-2-3-4-E-D-X-|', events);
      const expected = '   -----w-x-y-z-------|';
      const subscribed = ' ^------------------!';
      const values = { w: {}, x: { name: 'A' }, y: { name: 'Ada' }, z: { name: 'Ada', age: 36 } };
      expectObservable(source.pipe(partialOutput(Person))).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('emits the input of a call of the output tool, and no text beside it', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('-S-B-n-E-t-5-6-D-X-|', events);
      const expected = '   -----------x-y-----|';
      expectObservable(source.pipe(partialOutput(Person))).toBe(expected, { x: {}, y: { age: 12 } });
    });
  });

  it('reads a call whose start has the full input, and no call of other tools', () => {
    const whole = messageEvents({ content: [{ type: 'tool_use', id: 'x', name: outputToolName, input: { age: 1 } }] });
    expect(all(whole)).toEqual([{ age: 1 }]);
    expect(all(messageEvents({ content: { tool_use: { name: 'other', input: { age: 1 } } } }))).toEqual([]);
  });

  it('ignores the input of other calls', () => {
    const output = { tool_use: { name: outputToolName, fragments: ['{"name":"A'] } };
    const other = { tool_use: { name: 'other', fragments: ['da"}'] } };
    expect(all(messageEvents({ content: [output, other] }))).toEqual([{ name: 'A' }]);
  });

  it('emits nothing for invalid JSON', () => {
    expect(all(messageEvents('Sorry, I cannot.'))).toEqual([]);
  });

  it('starts over with each reply, and continues after one that pauses', () => {
    const pausing = messageEvents({ content: '{"age":1}', stop_reason: 'pause_turn', chunk: 20 });
    expect(all([...pausing, ...messageEvents({ content: '{"age":2}', chunk: 20 })])).toEqual([{ age: 1 }, { age: 2 }]);
  });

  it.each([
    ['RefusalError', 'R'],
    ['IncompleteOutputError', 'M'],
    ['IncompleteOutputError', 'P'],
  ])('ends with %s when the reply has no complete output (%s)', (name, letter) => {
    const letters = ['S', 'B', '1', '2', letter, 'X'] as (keyof typeof events)[];
    expect(all(letters.map((letter) => events[letter]))).toMatchObject([
      {},
      { name: 'A' },
      { name, partialMessage: { id: 'msg_1' } },
    ]);
  });

  it('emits values that never change, whose unchanged parts stay the same', () => {
    const seen: { tags?: string[] }[] = [];
    const copies: unknown[] = [];
    from(messageEvents({ content: '{"tags":["a","b"],"name":"Ada"}', chunk: 3 }))
      .pipe(partialOutput(Person))
      .subscribe({
        next: (value) => {
          seen.push(value);
          copies.push(structuredClone(value));
        },
        error: (error: unknown) => expect(error).toBe(undefined),
      });
    expect(seen).toEqual(copies);
    expect(seen.at(-1)).toEqual({ tags: ['a', 'b'], name: 'Ada' });
    expect(seen.at(-1)?.tags).toBe(seen.at(-2)?.tags);
  });

  it.each([
    ['completes', 'end_turn', undefined],
    ['errors', 'max_tokens', 'IncompleteOutputError'],
  ] as const)('emits all of a large output that ends in the middle before it %s', (_, stop_reason, name) => {
    const rows = Array.from({ length: 1_000 }, (_, i) => i);
    const content = JSON.stringify(rows).slice(0, -1);
    const seen = all(messageEvents({ content, stop_reason, chunk: 4 }));
    if (name) expect(seen.pop()).toMatchObject({ name });
    // The last number may still grow.
    expect(seen.at(-1)).toEqual(rows.slice(0, -1));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeLessThan(content.length / 8);
  });

  it('throws InvalidOptionsError without a schema', () => {
    expect(() => partialOutput(undefined as unknown as typeof Person)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError' }),
    );
  });
});

describe('DeepPartial', () => {
  it('makes every property optional at every depth, and literals text', () => {
    interface Whole {
      id: number;
      kind: 'a' | 'b';
      when: string | null;
      rows: { cells: (number | null)[]; note?: string }[];
    }
    true satisfies Same<
      DeepPartial<Whole>,
      {
        id?: number;
        kind?: string;
        when?: string | null;
        rows?: { cells?: (number | null)[]; note?: string }[];
      }
    >;
    const schema = z.object({ n: z.string().transform(Number), unit: z.enum(['C']).default('C') });
    const growing = partialOutput(schema);
    // The input of the schema, not its output.
    true satisfies Same<typeof growing, ReturnType<typeof partialOutput<typeof schema>>>;
    from(messageEvents('{"n":"1'))
      .pipe(growing)
      .subscribe({
        next: (value) => {
          true satisfies Same<typeof value, { n?: string; unit?: string | undefined }>;
          expect(value.n ?? '').toBe(value.n === undefined ? '' : '1');
        },
        error: (error: unknown) => expect(error).toBe(undefined),
      });
  });
});
