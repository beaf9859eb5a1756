import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { JsonElements } from '../../lib/accumulate/json-elements.ts';
import { PartialJson } from '../../lib/accumulate/partial-json.ts';
import { jsonShapes } from '../support/json-shapes.ts';

const [short, long] = [4_000, 8_000];

afterEach(() => void jest.restoreAllMocks());

/** Counts the characters that are read while `work` runs: one by one, or by a RegExp. */
function charactersRead(work: () => void): number {
  const spies = [jest.spyOn(String.prototype, 'charAt'), jest.spyOn(String.prototype, 'charCodeAt')];
  const matches = jest.spyOn(RegExp.prototype, 'exec');
  work();
  const matched = matches.mock.calls.reduce((length, [text]) => length + text.length, 0);
  const count = spies.reduce((calls, spy) => calls + spy.mock.calls.length, matched);
  jest.restoreAllMocks();
  return count;
}

function feedInFours(reader: { feed: (fragment: string) => unknown }, text: string, afterEach?: () => void) {
  for (let at = 0; at < text.length; at += 4) {
    reader.feed(text.slice(at, at + 4));
    afterEach?.();
  }
}

/** Counts the entries of containers that were not part of an earlier value. */
class NewEntries {
  count = 0;
  readonly #seen = new WeakSet();

  add(value: unknown): void {
    const open = [value];
    while (open.length > 0) {
      const container = open.pop();
      if (typeof container !== 'object' || container === null || this.#seen.has(container)) continue;
      this.#seen.add(container);
      const entries: unknown[] = Object.values(container);
      this.count += entries.length + 1;
      open.push(...entries);
    }
  }
}

function entriesCopied(text: string, { closedStrings = false } = {}) {
  const json = new PartialJson({ closedStrings });
  const entries = new NewEntries();
  feedInFours(json, text, () => entries.add(json.value));
  expect([json.complete, json.error]).toEqual([true, undefined]);
  return entries.count;
}

const words: Record<string, (length: number) => string> = {
  'an invalid word': (length) => `[${'-'.repeat(length)}`,
  'white space after half a number': (length) => `[1.${' '.repeat(length)}`,
  'white space after half a literal': (length) => `[tru${' '.repeat(length)}`,
};

describe.each(Object.entries({ ...jsonShapes, ...words }))('in fragments of %s', (_, build) => {
  it.each<[string, () => { feed: (fragment: string) => unknown }]>([
    ['PartialJson', () => new PartialJson()],
    ['JsonElements', () => new JsonElements()],
    ['JsonElements of a key', () => new JsonElements('n')],
  ])('%s reads each character a bounded number of times', (_, reader) => {
    const [less, more] = [short, long].map((length) => {
      const text = build(length);
      return charactersRead(() => feedInFours(reader(), text));
    }) as [number, number];
    expect(less).toBeLessThan(4 * short);
    expect(more).toBeLessThan(2.05 * less);
  });
});

describe.each(Object.entries(jsonShapes))('the values read after each fragment of %s', (_, build) => {
  it.each([false, true])('copy entries in proportion to the text (closed strings: %s)', (closedStrings) => {
    const [less, more] = [short, long].map((length) => entriesCopied(build(length), { closedStrings })) as [
      number,
      number,
    ];
    // At most 8 per character, and 256 per fragment.
    expect(less).toBeLessThan(8 * short + 256 * (short / 4));
    expect(more).toBeLessThan(2.1 * less);
  });
});

describe('PartialJson of many open brackets', () => {
  it.each(['[', '{"a":'])('reads 100,000 of %s without a stack overflow', (bracket) => {
    const json = new PartialJson();
    let changes = 0;
    let before: unknown;
    for (let i = 0; i < 10_000; i++) {
      json.feed(bracket.repeat(10));
      if (json.value !== before) changes++;
      before = json.value;
    }
    let depth = 0;
    for (let value = json.exactValue; typeof value === 'object'; value = Object.values(value!)[0]) depth++;
    expect(depth).toBe(100_000);
    expect(changes).toBeLessThan(100);
  });

  it('copies little for a text that grows inside of them', () => {
    const json = new PartialJson();
    const entries = new NewEntries();
    json.feed(`${'['.repeat(2_000)}"`);
    feedInFours(json, 'x'.repeat(20_000), () => entries.add(json.value));
    expect(entries.count).toBeLessThan(8 * 20_000);
    expect(entries.count).toBeGreaterThan(20_000);
  });
});
