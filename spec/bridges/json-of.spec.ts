import { describe, expect, it } from '@jest/globals';
import { jsonOf } from '../../lib/bridges/json-of.ts';

describe('jsonOf', () => {
  it('is the JSON of a value', () => {
    expect(jsonOf('owner', { a: [1, null] })).toBe('{"a":[1,null]}');
  });

  it.each([[{ a: 1n }], [JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))]])(
    'keeps the cause for a value that JSON refuses',
    (value: unknown) => {
      expect(() => jsonOf('owner', value)).toThrow(
        expect.objectContaining({
          name: 'InvalidOptionsError',
          message:
            'owner: source: emits a value that JSON cannot represent, such as a cycle or a BigInt; map it to plain data',
          cause: expect.any(Error) as unknown,
        }),
      );
    },
  );

  it.each([[undefined], [() => 1], [Symbol('a')], [{ toJSON: () => undefined }]])('throws for %p', (value) => {
    expect(() => jsonOf('owner', value)).toThrow(
      expect.objectContaining({
        name: 'InvalidOptionsError',
        message:
          `owner: source: emits a value of type ${typeof value}, which JSON cannot represent; ` +
          'map it to null or filter it out',
      }),
    );
  });
});
