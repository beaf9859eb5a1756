import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');

/** Messages of the runtime or the API, which this library does not write. */
const foreign = [
  "Cannot find package 'zod'",
  'TextEncoder is not defined',
  'not_found_error',
  "reading '#settings'",
  'Extra inputs are not permitted',
  'no elements in sequence',
];

describe('the table of messages in docs/troubleshooting.md', () => {
  const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');
  const messages = [...page.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, message]) => message!);
  const sources = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, 'lib', file), 'utf8'));

  it('has rows', () => {
    expect(messages.length).toBeGreaterThan(8);
  });

  it('quotes messages of this library word by word', () => {
    const unknown = messages.filter((message) => !sources.some((source) => source.includes(message)));
    expect(unknown.filter((message) => !foreign.includes(message))).toEqual([]);
  });
});
