import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { checkEvent } from '../../lib/schema/check-event.ts';
import { eventSchemas } from '../../lib/schema/event-schemas.ts';

/** A value that is often right, sometimes nearly so and sometimes anything. */
const near = <T>(right: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 6, arbitrary: right },
    {
      weight: 2,
      arbitrary: fc.constantFrom(null, undefined, '', 0, -0, -1, 0.5, NaN, Infinity, 2 ** 53, {}, [], true),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  );

const piece = fc.record(
  {
    type: near(
      fc.constantFrom(
        'text_delta',
        'thinking_delta',
        'input_json_delta',
        'signature_delta',
        'citations_delta',
        'compaction_delta',
        'new_delta',
      ),
    ),
    text: near(fc.string()),
    thinking: near(fc.string()),
    partial_json: near(fc.string()),
    signature: near(fc.string()),
    citation: near(fc.object()),
  },
  { requiredKeys: ['type'] },
);
const block = fc.record(
  {
    type: near(fc.constantFrom('text', 'thinking', 'fallback', 'tool_use', 'new_block')),
    text: near(fc.string()),
    thinking: near(fc.string()),
    signature: near(fc.string()),
    citations: near(fc.array(fc.jsonValue())),
    to: near(fc.record({ model: near(fc.string()) })),
  },
  { requiredKeys: ['type'] },
);
const schemas = eventSchemas();
const types = Object.keys(schemas) as (keyof typeof schemas)[];
const event = fc.record(
  { type: fc.constantFrom(...types), index: near(fc.nat()), delta: near(piece), content_block: near(block) },
  { requiredKeys: ['type'] },
);

describe('checkEvent', () => {
  it('returns the same issues as the schema', () => {
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(event, (value) => {
        const valid = z.safeParse(schemas[value.type], value).success;
        seen[valid ? 'right' : 'wrong']++;
        expect(checkEvent(value) === undefined).toBe(valid);
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(300);
  });

  it('passes every object with an unknown type and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        expect(() => checkEvent(value)).not.toThrow();
        const fields = typeof value === 'object' && !Array.isArray(value) ? value : { value };
        expect(checkEvent({ ...fields, type: `new_${name}` })).toBeUndefined();
      }),
    );
  });
});
