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
    ['no array inside another property', '{"a":[{"rows":[1]},["rows",[3]]],"rows":[2]}', 'rows', [2]],
    ['only the first array', '{"a":[1],"b":[2]}', undefined, [1]],
    ['only the first property of the key', '{"rows":[1],"rows":[2]}', 'rows', [1]],
    ['a key that is empty', '{"a":[1],"":[2]}', '', [2]],
    ['every kind of element', '[[],{},[[1]],{"a":[]},null,"",0]', undefined, [[], {}, [[1]], { a: [] }, null, '', 0]],
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
    ['an open array', '[1', undefined],
    ['an open object', '{"a":[1]', undefined],
    ['a second array', '[1][2]', undefined],
    ['the beginning of a number after the end', '[1]2', undefined],
  ])('is never complete with %s', (_, text, key) => {
    const reader = new JsonElements(key);
    reader.feed(text);
    expect(reader.complete).toBe(false);
  });

  it.each([
    ['outside of the elements', '[1,}', [1]],
    ['in an element', '[1,{"a":]', [1]],
    ['between elements', '[1 2', [1]],
  ])('reports an error %s, and reads nothing after it', (_, text, expected) => {
    const reader = new JsonElements();
    expect(reader.error).toBeUndefined();
    expect(reader.feed(text + ',')).toEqual(expected);
    expect(reader.error).toEqual(expect.any(String));
    expect(reader.feed('2,3]')).toEqual([]);
  });
});
