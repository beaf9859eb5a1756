import { describe, expect, it } from '@jest/globals';
import { contentOf } from '../../lib/turns/tool-output.ts';

const text = (text: string) => ({ type: 'text', text });
const image = { type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } };
const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

describe('contentOf', () => {
  it.each<[string, unknown, unknown]>([
    ['text', 'a b', 'a b'],
    ['blank text', ' \n', []],
    ['null', null, []],
    ['undefined', undefined, []],
    ['a number', 7, '7'],
    ['NaN, which JSON lacks', NaN, 'NaN'],
    ['a boolean', false, 'false'],
    ['an object', { a: [1] }, '{"a":[1]}'],
    ['an empty object', {}, '{}'],
    ['an object without a prototype', Object.create(null), '{}'],
    ['an object of a class', new (class Point { x = 1 })(), '{"x":1}'], // prettier-ignore
    ['a date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['an array of data', [1, 'a'], '[1,"a"]'],
    ['an empty array', [], '[]'],
    ['a block', text('a'), [text('a')]],
    ['blocks without the blank ones', [text(' '), text('a'), image], [text('a'), image]],
    ['only blank blocks', [text('')], []],
    ['a document', { type: 'document', source: {} }, [{ type: 'document', source: {} }]],
    ['a search result', { type: 'search_result', content: [] }, [{ type: 'search_result', content: [] }]],
    ['a tool reference', { type: 'tool_reference', tool_name: 'f' }, [{ type: 'tool_reference', tool_name: 'f' }]],
    ['the state of a browser', { type: 'browser_state', tabs: [] }, [{ type: 'browser_state', tabs: [] }]],
    ['a newer block beside a known one', [text('a'), { type: 'hologram' }], 'same'],
    ['a newer block alone, which may be data', [{ type: 'hologram' }], '[{"type":"hologram"}]'],
    ['a block beside data', [text('a'), { a: 1 }], '[{"type":"text","text":"a"},{"a":1}]'],
    ['a block beside null', [text('a'), null], '[{"type":"text","text":"a"},null]'],
    ['data with a type of its own', { type: 'text' }, '{"type":"text"}'],
    ['data with the name of a method as type', { type: 'toString' }, '{"type":"toString"}'],
    ['data with a number as type', { type: 5, text: 'a' }, '{"type":5,"text":"a"}'],
  ])('of %s', (_, output, content) => {
    expect(contentOf(output)).toEqual(content === 'same' ? output : content);
  });

  it.each<[string, unknown, string]>([
    ['a BigInt', 5n, 'Do not know how to serialize a BigInt'],
    ['a function', () => 5, 'The tool returned a value of type function, which JSON cannot represent.'],
    [
      'a response',
      new Response('x'),
      'The tool returned a value of type Response, which JSON cannot represent. Return text',
    ],
    ['an error', new Error('x'), 'The tool returned a value of type Error, which JSON cannot represent. Return text'],
    [
      'bytes',
      new Uint8Array([1]),
      'The tool returned a value of type Uint8Array, which JSON cannot represent. Return text',
    ],
    ['a symbol', Symbol('x'), 'The tool returned a value of type symbol, which JSON cannot represent.'],
    ['an object with a BigInt', { n: 5n }, 'Do not know how to serialize a BigInt'],
    ['a block with a BigInt', { type: 'image', source: 5n }, 'Do not know how to serialize a BigInt'],
    ['a block with a cycle', { type: 'image', source: cycle }, 'circular structure'],
  ])('throws for %s', (_, output, message) => {
    expect(() => contentOf(output)).toThrow(message);
  });
});
