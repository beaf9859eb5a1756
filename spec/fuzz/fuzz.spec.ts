import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const root = resolve(import.meta.dirname, '../..');

interface Report {
  readonly problems: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly peakMB: number;
}

describe('5,000 HTTP responses that are wrong in every way', () => {
  it('each end a call once, complete or with an error of this library, in time and in bounded memory', async () => {
    const args = ['--import', 'tsx', 'spec/fuzz/index.ts', '--cases', '5000', '--seed', '20261126'];
    const child = spawn(process.execPath, args, { cwd: root });
    const [stdout] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(stdout.split('\n').filter((line) => line.startsWith('FAIL'))).toEqual([]);
    const { problems, ends, peakMB } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report;
    expect(problems).toBe(0);
    // Responses reach every part: a generator that only breaks connections proves nothing.
    const kinds = ['complete', 'IncompleteStreamError', 'MalformedEventError', 'MalformedResponseError'];
    expect(
      [...kinds, 'NotAnEventStreamError', 'StreamDeadlineError', 'RateLimitError'].filter((kind) => !ends[kind]),
    ).toEqual([]);
    expect(peakMB).toBeLessThan(400);
  }, 300_000);
});
