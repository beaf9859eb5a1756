import { describe, expect, it } from '@jest/globals';
import { bundle } from '../support/bundle.ts';

/** The folders of lib/ and the packages with code in a bundle. */
async function roomsOf(names: string): Promise<string[]> {
  const { inputs } = await bundle(`export { ${names} } from 'anthropic-rxjs';`);
  const rooms = inputs.map((file) => /^(?:lib\/[^/]+|node_modules\/[^/]+)/.exec(file)![0]);
  return [...new Set(rooms)].sort();
}

const rxjs = ['node_modules/rxjs', 'node_modules/tslib'];

describe('an app that imports only', () => {
  it('textDeltas gets two files of this library', async () => {
    const { inputs } = await bundle(`export { textDeltas } from 'anthropic-rxjs';`, ['rxjs']);
    expect(inputs).toEqual(['lib/accumulate/text-of.ts', 'lib/operators/text-deltas.ts']);
  });

  it('operators that emit messages gets no incremental parser of JSON', async () => {
    const { inputs } = await bundle(`export { finalMessage, snapshots, textDeltas } from 'anthropic-rxjs';`, ['rxjs']);
    expect(inputs.filter((file) => file.includes('json'))).toEqual([
      'lib/types/parse-json.ts',
      'lib/accumulate/cut-json.ts',
    ]);
  });

  it('operators gets no client, no transport, no parser and no zod', async () => {
    const operators = 'finalMessage, smoothText, snapshots, streamState, toolInputs, usage';
    expect(await roomsOf(operators)).toEqual(['lib/accumulate', 'lib/errors', 'lib/operators', 'lib/types', ...rxjs]);
  });

  it('the client gets the small face of zod, without locales and JSON Schema', async () => {
    const { inputs } = await bundle(`export { AnthropicClient } from 'anthropic-rxjs';`, ['rxjs']);
    const zod = inputs.filter((file) => file.startsWith('node_modules/zod/'));
    expect(zod).toContain('node_modules/zod/v4/mini/schemas.js');
    expect(zod.filter((file) => /classic|locales|json-schema/.test(file))).toEqual([]);
  });

  it('isRetryable gets errors alone, without rxjs', async () => {
    expect(await roomsOf('isRetryable')).toEqual(['lib/errors']);
  });

  it('a type gets nothing', async () => {
    const { inputs } = await bundle(`import type { Message } from 'anthropic-rxjs'; export const n: Message | 1 = 1;`);
    expect(inputs).toEqual([]);
  });
});

describe('the relay', () => {
  it('costs nothing to an app that does not import it', async () => {
    const { inputs } = await bundle(`export * from 'anthropic-rxjs';`, ['rxjs']);
    expect(inputs.filter((file) => file.startsWith('lib/relay/'))).toEqual([]);
  });

  it('adds its browser end to a page, without log, policy and handlers', async () => {
    const { inputs } = await bundle(`export { relayed, relayedStream } from 'anthropic-rxjs/relay';`, ['rxjs']);
    expect(inputs.filter((file) => file.startsWith('lib/relay/')).sort()).toEqual([
      'lib/relay/cursor.ts',
      'lib/relay/follow-url.ts',
      'lib/relay/reattach.ts',
      'lib/relay/relayed-stream-options.ts',
      'lib/relay/relayed-stream.ts',
      'lib/relay/relayed.ts',
      'lib/relay/reply-end.ts',
    ]);
  });
});

describe('an app that imports everything', () => {
  it('makes no code from text, so that a strict content security policy needs no exception', async () => {
    const { code } = await bundle(`export * from 'anthropic-rxjs';`, ['rxjs']);
    expect(code.match(/\beval\(|\bnew Function\b|\bFunction\(/g)).toBeNull();
  });
});
