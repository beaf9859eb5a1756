import { describe, expect, it, jest } from '@jest/globals';
import { firstValueFrom, from, lastValueFrom, toArray } from 'rxjs';
import * as z from 'zod';
import { outputElements } from '../../lib/output/output-elements.ts';
import { outputToolName } from '../../lib/output/output-steps.ts';
import { messageEvents, type MessageSpec } from '../../lib/testing/index.ts';
import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { text } from '../support/block-events.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import type { Same } from '../support/type-assertions.ts';

const Row = z.object({ n: z.number() });

/** The emitted elements, and the error that ended the stream. */
function watch(message: string | MessageSpec) {
  const seen: unknown[] = [];
  from(messageEvents(message))
    .pipe(outputElements(Row))
    .subscribe({ next: (row) => seen.push(row), error: (error: unknown) => seen.push(error) });
  return seen;
}

describe('outputElements', () => {
  it('emits each element when it is complete', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const events = {
        ...reply,
        '1': text(0, '{"rows":[{"n":1'),
        '2': text(0, '},{"n":2'),
        '3': text(0, '},{"n":3}]}'),
      };
      const source = cold('-S-B-1-2-3---E-D-X-|', events);
      const expected = '   -------x-(yz)------|';
      const subscribed = ' ^------------------!';
      expectObservable(source.pipe(outputElements(Row))).toBe(expected, { x: { n: 1 }, y: { n: 2 }, z: { n: 3 } });
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('starts over after a restart event, and counts from the first element', () => {
    const [first, second] = [messageEvents('[{"n":1},{"n":2},'), messageEvents('[{"n":3},{"n":"x"}]')];
    const restart = { type: 'anthropic_rxjs_restart' } as unknown as MessageStreamEvent;
    const seen: unknown[] = [];
    from([...first.slice(0, -3), restart, ...second])
      .pipe(outputElements(Row))
      .subscribe({ next: (row) => seen.push(row), error: (error: unknown) => seen.push(error) });
    const message =
      'The output of the model is invalid ([1].n: Invalid input: expected number, received string); see error.text.';
    expect(seen).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, expect.objectContaining({ message })]);
  });

  it('reads the array of the key', async () => {
    const source = from(messageEvents('{"a":[0],"b":[1,2]}'));
    expect(await lastValueFrom(source.pipe(outputElements(z.number(), { key: 'b' }), toArray()))).toEqual([1, 2]);
  });

  it('reads the input of a call of the output tool', () => {
    const call = { tool_use: { name: outputToolName, input: { rows: [{ n: 1 }] } } };
    expect(watch({ content: ['Here: [{"n":0}]', call] })).toEqual([{ n: 1 }]);
  });

  it('errors with OutputValidationError at an invalid element, after the earlier ones', () => {
    expect(watch({ content: '{"rows":[{"n":1},{"n":"x"},{"n":3}]}', chunk: 5 })).toMatchObject([
      { n: 1 },
      { name: 'OutputValidationError', issues: [{ path: '[1].n' }] },
    ]);
  });

  it.each([
    ['ends in the array', '[{"n":1}'],
    ['is invalid JSON', 'Sorry.'],
    ['holds no array', '{"n":1}'],
  ])('errors with OutputValidationError at the end of output that %s', (_, content) => {
    expect(watch(content).at(-1)).toMatchObject({
      name: 'OutputValidationError',
      text: content,
      issues: [{ path: '' }],
    });
  });

  it('errors with IncompleteOutputError or RefusalError instead if the reply was interrupted', () => {
    expect(watch({ content: '[{"n":1},{', stop_reason: 'max_tokens' })).toMatchObject([
      { n: 1 },
      { name: 'IncompleteOutputError', text: '[{"n":1},{' },
    ]);
    expect(watch({ content: '[', stop_reason: 'refusal' })).toMatchObject([{ name: 'RefusalError' }]);
  });

  it('has the type of one element', async () => {
    const first = firstValueFrom(from(messageEvents('["1"]')).pipe(outputElements(z.string().transform(Number))));
    true satisfies Same<typeof first, Promise<number>>;
    expect(await first).toBe(1);
  });

  it('loses no element of a long output', () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => ({ n }));
    expect(watch({ content: JSON.stringify({ rows }), chunk: 8 })).toEqual(rows);
  });

  it('keeps the queue of elements short when the schema takes its time', async () => {
    const schema = {
      '~standard': { version: 1, vendor: 'spec', validate: (value: unknown) => Promise.resolve({ value }) },
    } as const;
    const rows = Array.from({ length: 5_000 }, (_, n) => n);
    const shift = jest.spyOn(Array.prototype, 'shift');
    let longest = 0;
    shift.mockImplementation(function (this: unknown[]) {
      longest = Math.max(longest, this.length);
      return this.splice(0, 1)[0];
    });
    const source = from(messageEvents({ content: JSON.stringify(rows), chunk: 1e6 }));
    const seen = await lastValueFrom(source.pipe(outputElements(schema), toArray()));
    shift.mockRestore();
    expect(seen).toEqual(rows);
    expect(longest).toBeLessThanOrEqual(1_024);
  });

  it('throws InvalidOptionsError without a schema', () => {
    expect(() => outputElements(undefined as unknown as typeof Row)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError' }),
    );
  });
});
