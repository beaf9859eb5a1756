import { describe, expect, it, jest } from '@jest/globals';
import { PartialJson } from '../../lib/accumulate/partial-json.ts';
import { addToolInput, closeToolInput, knownToolInput, openToolInput } from '../../lib/accumulate/tool-input.ts';
import type { BetaContentBlock, ToolUseBlock } from '../../lib/types/content-block.ts';

const text: BetaContentBlock = { type: 'text', text: 'a' };
function opened(input: unknown = {}): ToolUseBlock {
  const block: ToolUseBlock = { type: 'tool_use', id: 't', name: 'f', input };
  openToolInput(block);
  return block;
}
const add = (block: BetaContentBlock, ...fragments: string[]) =>
  fragments.reduce((before, fragment) => addToolInput(before as ToolUseBlock, fragment), block) as ToolUseBlock;
const close = (block: BetaContentBlock) => closeToolInput(block) as ToolUseBlock;

describe('a tool input', () => {
  it('grows with its fragments, and each state keeps its own', () => {
    const states = ['{"a":1,', '"b":[2', ',3]}'].reduce((all, piece) => [...all, add(all.at(-1)!, piece)], [opened()]);
    expect(states.map(({ input }) => input)).toEqual([{}, { a: 1 }, { a: 1, b: [] }, { a: 1, b: [2, 3] }]);
    expect([...states].reverse().map(({ input }) => input)[3]).toEqual({});
    expect(states.map(knownToolInput)).toEqual([
      { json: '{}', complete: false },
      { json: '{"a":1,', complete: false },
      { json: '{"a":1,"b":[2', complete: false },
      { json: '{"a":1,"b":[2,3]}', complete: false },
    ]);
  });

  it('is read right whatever state is read first', () => {
    const first = add(opened(), '{"a":1,');
    const second = add(first, '"b":2,');
    expect(second.input).toEqual({ a: 1, b: 2 });
    expect(first.input).toEqual({ a: 1 });
    expect(add(second, '"c":3}').input).toEqual({ a: 1, b: 2, c: 3 });
  });

  it('continues in two ways from one state', () => {
    const both = add(opened(), '{"a":');
    const [one, two] = [add(both, '1}'), add(both, '2', '}')];
    expect([one.input, two.input, close(one).input, close(two).input]).toEqual([
      { a: 1 },
      { a: 2 },
      { a: 1 },
      { a: 2 },
    ]);
  });

  it('parses each fragment once, and nothing before it is read', () => {
    const feed = jest.spyOn(PartialJson.prototype, 'feed');
    const states = ['{"a":1', ',"b":2', '}'].reduce((all, piece) => [...all, add(all.at(-1)!, piece)], [opened()]);
    expect(feed).toHaveBeenCalledTimes(0);
    for (const state of states) expect([state.input, state.input]).toHaveLength(2);
    expect(feed.mock.calls).toEqual([['{"a":1'], [',"b":2'], ['}']]);
    feed.mockRestore();
  });

  it('gives the same value at each read', () => {
    const block = add(opened(), '{"a":[1');
    expect(block.input).toBe(block.input);
    expect(Object.keys(block)).toEqual(['type', 'id', 'name', 'input']);
  });

  it.each(['', ' ', '\n'])('ignores the blank fragment %j before others, and keeps it after', (blank) => {
    const block = opened({ a: 1 });
    expect(addToolInput(block, blank)).toBe(block);
    expect(knownToolInput(add(block, '{', blank, '}'))?.json).toBe(`{${blank}}`);
  });

  it('replaces the input of the start', () => {
    expect(add(opened({ a: 1 }), '{"b":2}').input).toEqual({ b: 2 });
  });

  it('takes fragments of a block whose start was not noted', () => {
    const copy: ToolUseBlock = { type: 'tool_use', id: 't', name: 'f', input: {} };
    expect(addToolInput(copy, ' ')).toBe(copy);
    expect(knownToolInput(copy)).toBeUndefined();
    expect(add(copy, '{"a":', '1}').input).toEqual({ a: 1 });
    expect(copy.input).toEqual({});
  });
});

describe('a tool input that is closed', () => {
  it('is plain data, and complete', () => {
    const block = close(add(opened(), '{"a":', '1}'));
    expect(block).toEqual({ type: 'tool_use', id: 't', name: 'f', input: { a: 1 } });
    expect(Object.getOwnPropertyDescriptor(block, 'input')?.value).toEqual({ a: 1 });
    expect(knownToolInput(block)).toEqual({ json: '{"a":1}', complete: true });
  });

  it('is incomplete with JSON that is not valid, and as far as it is certain', () => {
    const block = close(add(opened(), '{"a":1,"b":"x'));
    expect(block.input).toEqual({ a: 1 });
    expect(knownToolInput(block)).toEqual({ json: '{"a":1,"b":"x', complete: false });
    expect(close(add(opened(), 'no')).input).toEqual({});
  });

  it('is that of the start without fragments', () => {
    const block = close(opened({ a: 1 }));
    expect([block.input, knownToolInput(block)]).toEqual([{ a: 1 }, { json: '{"a":1}', complete: true }]);
    expect(close(opened(null)).input).toEqual({});
  });

  it('stays the same when it is closed again, as do blocks that are not known', () => {
    const block = close(opened());
    expect(close(block)).toBe(block);
    expect(closeToolInput(text)).toBe(text);
    const copy = { ...block };
    expect(closeToolInput(copy)).toBe(copy);
  });

  it('is known of calls only', () => {
    openToolInput(text);
    expect(knownToolInput(text)).toBeUndefined();
  });
});
