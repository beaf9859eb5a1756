import { describe, expect, it } from '@jest/globals';
import { toNdjson } from '../../lib/bridges/to-ndjson.ts';
import { marbles } from '../support/marbles.ts';

describe('toNdjson', () => {
  it('emits each value as a line of JSON', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold<unknown>('-a-b-|', { a: { text: 'x\ny' }, b: null });
      expectObservable(source.pipe(toNdjson())).toBe('-a-b-|', { a: '{"text":"x\\ny"}\n', b: 'null\n' });
      const error = new Error('broken');
      expectObservable(cold('-#', {}, error).pipe(toNdjson())).toBe('-#', {}, error);
      const noJSON = cold<unknown>('-u', { u: undefined });
      const refused = expect.objectContaining({
        name: 'InvalidOptionsError',
        message:
          'toNdjson: source: emits a value of type undefined, which JSON cannot represent; map it to null or filter it out',
      }) as unknown;
      expectObservable(noJSON.pipe(toNdjson())).toBe('-#', {}, refused);
    });
  });
});
