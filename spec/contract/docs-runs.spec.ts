import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { type Blocks, buildBlocks } from '../support/run-blocks.ts';

const root = resolve(import.meta.dirname, '../..');

/** The blocks marked `ts runnable`, each with its expected output if a block marked `text printed` follows. */
function runnableBlocks(page: string): [string, string, string | undefined][] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/```ts runnable\n([\s\S]*?)```(?:\n\n```text printed\n([\s\S]*?)```)?/g)].map((match) => [
    `${page}:${text.slice(0, match.index).split('\n').length + 1}`,
    match[1]!,
    match[2],
  ]);
}

const guide = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'));
const pages = ['README.md', ...guide.map((file) => join('docs', file))];
const blocks = pages.flatMap(runnableBlocks);

describe('the code in README and docs that is marked as runnable', () => {
  let server: ReplayServer;
  let programs: Blocks;

  beforeAll(async () => {
    [server, programs] = await Promise.all([startReplayServer(), buildBlocks(blocks.map(([, code]) => code))]);
  });
  afterAll(async () => {
    programs.remove();
    await server.close();
  });

  it('is found', () => {
    expect(blocks.length).toBeGreaterThan(10);
  });

  it('is before every block of printed output', () => {
    const claims = pages.flatMap((page) => readFileSync(join(root, page), 'utf8').match(/^```text printed$/gm) ?? []);
    expect(blocks.filter(([, , printed]) => printed !== undefined)).toHaveLength(claims.length);
  });

  it.each(blocks.map(([place, , printed], index) => [place, index, printed] as const))(
    '%s runs and prints the output on the page',
    async (_, index, printed) => {
      const env = { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'key' };
      const { stdout, stderr, status } = await programs.run(index, env);
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(stdout).not.toBe('');
      if (printed !== undefined) expect(stdout).toBe(printed);
    },
  );
});
