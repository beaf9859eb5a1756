import { describe, expect, it } from '@jest/globals';
import { JsonElements } from '../../lib/accumulate/json-elements.ts';

describe('JsonElements', () => {
  it('emits each element with the fragment that completes it', () => {
    const reader = new JsonElements();
    const found = ['{"rows":[{"a"', ':1}', ',{"a":2},', '[3', '],4', ',"x', '"]', '}'].map((piece) =>
      reader.feed(piece),
    );
    expect(found).toEqual([[], [{ a: 1 }], [{ a: 2 }], [], [[3]], [4], ['x'], []]);
    expect(reader.complete).toBe(true);
  });

  it.each([
    ['the first property that is an array', '{"a":{"rows":[1]},"b":[2],"c":[3]}', undefined, [2]],
    ['the property of the key', '{"a":[1],"rows":[2],"c":[3]}', 'rows', [2]],
    ['no deeper property of that key', '{"a":{"rows":[1]},"rows":[2]}', 'rows', [2]],
    ['no text that looks like the key', '{"a":"rows","b":[1],"rows":[2]}', 'rows', [2]],
  ])('reads %s', (_, text, key, expected) => {
    expect(new JsonElements(key).feed(text)).toEqual(expected);
  });

  it.each([
    ['no JSON', 'Sorry, no.', undefined],
    ['an array that is broken', '[1,}', undefined],
    ['an element that is broken', '[{"a":]', undefined],
    ['elements without a comma', '[1 2]', undefined],
    ['another key', '{"a":[1]}', 'rows'],
    ['a root that is not an array', '[1]', 'rows'],
    ['no array', '{"rows":1}', undefined],
  ])('is never complete with %s', (_, text, key) => {
    const reader = new JsonElements(key);
    reader.feed(text);
    expect(reader.complete).toBe(false);
  });
});
