import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, from } from 'rxjs';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { finalOutput } from '../../lib/output/final-output.ts';
import { outputToolName } from '../../lib/output/output-steps.ts';
import { messageEvents, type MessageSpec } from '../../lib/testing/index.ts';
import type { StandardSchema } from '../../lib/types/standard-schema.ts';
import { text } from '../support/block-events.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import type { Same } from '../support/type-assertions.ts';

const Person = z.object({ name: z.string().trim(), age: z.number() });
const output = (message: string | MessageSpec, schema: Parameters<typeof finalOutput>[0] = Person) =>
  firstValueFrom(from(messageEvents(message)).pipe(finalOutput(schema)));

describe('finalOutput', () => {
  it('emits the text, converted by the schema, once, at the end', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const events = { ...reply, a: text(0, '{"name":" Ada",'), b: text(0, '"age":36}') };
      const source = cold('-S-B-a-b-E-D-X-|   ', events);
      const expected = '   ---------------(o|)';
      const subscribed = ' ^--------------!   ';
      expectObservable(source.pipe(finalOutput(Person))).toBe(expected, { o: { name: 'Ada', age: 36 } });
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it.each([undefined, null, 'x'])('throws for %j instead of a schema', (schema) => {
    expect(() => finalOutput(schema as never)).toThrow(/^finalOutput: schema: is .*; pass a schema: of zod/);
  });

  it('emits the input of the call of the output tool', async () => {
    const call = { tool_use: { name: outputToolName, input: { name: 'Ada', age: 36 } } };
    expect(await output({ content: ['I will answer.', call] })).toEqual({ name: 'Ada', age: 36 });
    expect(await output({ content: { tool_use: { name: outputToolName, fragments: [''] } } }, z.object({}))).toEqual(
      {},
    );
  });

  it('emits the output of the last reply', async () => {
    const replies = [...messageEvents({ content: 'Hm', stop_reason: 'pause_turn' }), ...messageEvents('[1]')];
    expect(await firstValueFrom(from(replies).pipe(finalOutput(z.array(z.number()))))).toEqual([1]);
  });

  it('does not validate against JSON Schema', async () => {
    expect(await output('{"name":1}', { type: 'object' })).toEqual({ name: 1 });
  });

  it('waits for a schema that takes its time', async () => {
    const slow = z.string().refine((value) => Promise.resolve(value === 'x'), 'must be x');
    expect(await output('"x"', slow)).toBe('x');
    await expect(output('"y"', slow)).rejects.toMatchObject({ issues: [{ path: '', message: 'must be x' }] });
  });

  it.each([
    ['no JSON', '{"name":"Ada"', [{ path: '', message: 'is not valid JSON' }]],
    ['nothing', '', [{ path: '', message: 'the reply lacks an output' }]],
    ['of another form', '{"name":"Ada","age":"old"}', [{ path: 'age', message: expect.stringContaining('number') }]],
  ])('errors with OutputValidationError when it is %s', async (_, content, issues) => {
    await expect(output(content)).rejects.toMatchObject({
      name: 'OutputValidationError',
      text: content,
      issues,
      partialMessage: { stop_reason: 'end_turn' },
    });
  });

  it('shows the first issues in its message, and lists all of them', async () => {
    const content = JSON.stringify(Array(5000).fill(1));
    await expect(output(content, z.array(z.string()))).rejects.toMatchObject({
      issues: { length: 5000 },
      message: expect.stringMatching(/^.{100,1000}; and 4990 more\); see error\.text\.$/),
    });
  });

  it('names the path of the invalid value', async () => {
    const schema = mini.object({ rows: mini.array(mini.object({ n: mini.number() })) });
    await expect(output('{"rows":[{"n":1},{"n":"x"}]}', schema)).rejects.toMatchObject({
      issues: [{ path: 'rows[1].n', message: expect.stringContaining('expected number') }],
      message: expect.stringMatching(/^The output of the model is invalid \(rows\[1\]\.n: .*\); see error\.text\.$/),
    });
  });

  it.each(['max_tokens', 'model_context_window_exceeded'] as const)(
    'errors with IncompleteOutputError after %s, even if the JSON is complete',
    async (stop_reason) => {
      const failed = { name: 'IncompleteOutputError', stopReason: stop_reason, partialMessage: { id: 'msg_01' } };
      await expect(output({ content: '{"na', stop_reason })).rejects.toMatchObject({ ...failed, text: '{"na' });
      await expect(output({ content: '{"name":"Ada","age":36}', stop_reason })).rejects.toMatchObject(failed);
    },
  );

  it('errors with RefusalError and the explanation of the API', async () => {
    await expect(output({ content: 'I', stop_reason: 'refusal' })).rejects.toMatchObject({
      name: 'RefusalError',
      message: 'The model refused to answer.',
    });
    const events = messageEvents({ content: '', stop_reason: 'refusal' });
    const stop_details = { type: 'refusal', category: 'cyber', explanation: 'No exploits.' } as const;
    for (const event of events) if (event.type === 'message_delta') event.delta.stop_details = stop_details;
    await expect(firstValueFrom(from(events).pipe(finalOutput(Person)))).rejects.toMatchObject({
      message: 'The model refused to answer: No exploits.',
      stopDetails: stop_details,
    });
  });

  it('has the output type of the schema', async () => {
    const source = from(messageEvents('{"name":"Ada","age":36}'));
    const other: StandardSchema<string, { n: number }> = {
      '~standard': { version: 1, vendor: 'other', validate: () => ({ value: { n: 1 } }) },
    };
    const person = firstValueFrom(source.pipe(finalOutput(Person)));
    true satisfies Same<typeof person, Promise<{ name: string; age: number }>>;
    const transformed = firstValueFrom(source.pipe(finalOutput(other)));
    true satisfies Same<typeof transformed, Promise<{ n: number }>>;
    const unchecked = firstValueFrom(source.pipe(finalOutput({ type: 'object' })));
    true satisfies Same<typeof unchecked, Promise<unknown>>;
    const values = await Promise.all([person, transformed, unchecked]);
    expect(values).toEqual([{ name: 'Ada', age: 36 }, { n: 1 }, { name: 'Ada', age: 36 }]);
  });
});
