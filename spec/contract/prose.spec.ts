import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesUnder } from '../support/files-under.ts';
import { rules } from './prose-rules.ts';
import { passagesOfCode, passagesOfPage, problemsIn, titlesOf, type Passage } from './prose.ts';

const root = resolve(import.meta.dirname, '../..');

function problemsOf(files: readonly string[], passagesOf: (file: string, text: string) => Passage[]): string[] {
  return files.flatMap((file) =>
    problemsIn(passagesOf(file, readFileSync(join(root, file), 'utf8'))).map((it) => `${file}:${it}`),
  );
}

describe('the English', () => {
  // The API report and the reference come from the doc comments, and so does the page of the marbles.
  const pages = [
    ...readdirSync(root).filter((file) => file.endsWith('.md')),
    ...filesUnder('docs', '.md').filter((file) => !file.startsWith('docs/api') && !file.startsWith('docs/marbles')),
    ...filesUnder('demos', '.md'),
  ];
  // The scripted replies are what a model might write.
  const sources = filesUnder('lib', '.ts').filter((file) => !file.startsWith('lib/testing/script/'));

  it('of the pages follows the rules', () => {
    expect(pages.length).toBeGreaterThan(20);
    expect(problemsOf(pages, (_, text) => passagesOfPage(text))).toEqual([]);
  });

  it('of comments and messages in lib/ follows the rules', () => {
    expect(problemsOf(sources, passagesOfCode)).toEqual([]);
  });

  it('of the titles of specs follows the rules', () => {
    expect(problemsOf(filesUnder('spec', '.spec.ts'), titlesOf)).toEqual([]);
  });

  it('of the demo command and the demos follows the rules', () => {
    const demos = filesUnder('demos', '.ts').filter((file) => !/^demos\/(angular|nest)\//.test(file));
    expect(demos.length).toBeGreaterThan(30);
    expect(problemsOf(demos, passagesOfCode)).toEqual([]);
  });
});

const samples = (text: string) => problemsIn([{ text, line: 1 }]);

describe('the linter of prose', () => {
  it.each([
    ['The response is no stream.', 'is no'],
    ['There is no key.', 'is no'],
    ['The entry is no longer in the queue.', 'is no'],
    ['This is not what came over the wire.', 'what came'],
    ['The client asks anew.', 'anew'],
    ['The value is held against the schema.', 'held against'],
    ['When the stream is left, the socket closes.', 'is left'],
    ['Leaving the stream closes the socket.', 'Leaving the stream'],
    ['The function gives a promise.', 'gives'],
    ['An overload told in between is retried.', 'overload told'],
    ['The wait ends at once.', 'at once'],
    ['There is one operator a file.', 'operator a file'],
    ['Errors as `finalMessage()`.', 'Errors as'],
    ['A schema is JSON schema or zod.', 'JSON schema'],
  ])('finds the phrase in "%s"', (text, phrase) => {
    expect(samples(text)).toContainEqual(expect.stringContaining(`1: "${phrase}": write`));
  });

  it.each([
    'The response is not a message stream.',
    'The wait is no longer than a second, and the call is no longer retried.',
    'Many streams at once. The client lacks a key.',
    'Same errors as `finalMessage()`. One operator per file.',
    'Inline code is exempt: `anew` and `what came`.',
  ])('accepts "%s"', (text) => {
    expect(samples(text)).toEqual([]);
  });

  it('counts the words of a sentence, code as one', () => {
    const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
    expect(samples(`${words(24)} \`a b c\`. ${words(25)}: ${words(25)}.`)).toEqual([]);
    expect(samples(`${words(25)}.\n${words(25)} \`a b c\`.`)).toEqual([
      expect.stringMatching(/^2: 26 words, at most 25/),
    ]);
  });

  it('reports the line of a phrase in a page, and skips code fences', () => {
    const page = ['# Title', '', '```ts', '// anew', '```', '', '- one', '- two', '  lines, anew', '', '| a | anew |'];
    expect(problemsIn(passagesOfPage(page.join('\n'))).map((problem) => problem.split(':')[0])).toEqual(['9', '11']);
  });

  it('reads comments, doc comments and messages of code, but no code and no example', () => {
    const code = [
      '/**',
      ' * Sends anew.',
      ' *',
      ' * @example Send anew',
      ' * ```ts',
      " * const anew = 'anew';",
      ' * ```',
      ' */',
      'export function anew(anew: string): never {',
      '  // Once more: anew,',
      '  // and anew.',
      "  if (anew === 'anew') throw new Error('The request was sent anew');",
      '  throw new Error(`Request ${anew} was sent anew`); // anew',
      '}',
    ];
    const lines = problemsIn(passagesOfCode('sample.ts', code.join('\n'))).map((problem) =>
      Number(problem.split(':')[0]),
    );
    expect(lines.sort((a, b) => a - b)).toEqual([2, 4, 10, 11, 12, 13, 13]);
  });

  it('reads the titles of specs', () => {
    const spec = "describe('a', () => {\n  it('sends anew', () => expect('anew').toBe(1));\n});";
    expect(problemsIn(titlesOf('a.spec.ts', spec))).toEqual([expect.stringMatching(/^2: "anew"/)]);
  });

  it('has a suggestion for every phrase', () => {
    expect(rules.filter(([, suggestion]) => suggestion === '')).toEqual([]);
  });
});
