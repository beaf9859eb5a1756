import { describe, expect, it } from '@jest/globals';
import { ask } from './ask-script.ts';

describe('a schema of planets', () => {
  it('is answered with their table as JSON', async () => {
    const format = { type: 'json_schema', schema: { type: 'object', properties: { planets: { type: 'array' } } } };
    const { text } = await ask('List the planets.', { output_config: { format } });
    expect(JSON.parse(text)).toMatchObject({
      planets: [{ name: 'Mercury', moons: 0 }, { name: 'Venus' }, {}, {}, {}, {}, {}, {}],
    });
  });
});
