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
  it('textDeltas gets its two files, and the error for values that are not events', async () => {
    const { inputs } = await bundle(`export { textDeltas } from 'anthropic-rxjs';`, ['rxjs']);
    expect(inputs).toEqual([
      'lib/errors/anthropic-error.ts',
      'lib/errors/is-record.ts',
      'lib/errors/stream-error.ts',
      'lib/errors/malformed-stream-error.ts',
      'lib/accumulate/require-event.ts',
      'lib/accumulate/text-of.ts',
      'lib/operators/text-deltas.ts',
    ]);
  });

  it('operators that emit messages gets no incremental parser of JSON', async () => {
    const { inputs } = await bundle(`export { finalMessage, snapshots, textDeltas } from 'anthropic-rxjs';`, ['rxjs']);
    expect(inputs.filter((file) => file.includes('json'))).toEqual([
      'lib/types/parse-json.ts',
      'lib/accumulate/cut-json.ts',
      'lib/accumulate/input-json.ts',
    ]);
  });

  it('operators gets no client, no transport, no parser and no zod', async () => {
    const operators = 'finalMessage, smoothText, snapshots, streamState, toolInputs, usage';
    expect(await roomsOf(operators)).toEqual(['lib/accumulate', 'lib/errors', 'lib/operators', 'lib/types', ...rxjs]);
  });

  it('the client gets the core of zod, without its faces, locales and JSON Schema', async () => {
    const { inputs } = await bundle(`export { AnthropicClient } from 'anthropic-rxjs';`, ['rxjs']);
    const zod = inputs.filter((file) => file.startsWith('node_modules/zod/'));
    expect(zod).toContain('node_modules/zod/v4/core/schemas.js');
    expect(zod.filter((file) => /classic|mini|locales|json-schema/.test(file))).toEqual([]);
  });

  it('isRetryable gets errors alone, without rxjs', async () => {
    expect(await roomsOf('isRetryable')).toEqual(['lib/errors']);
  });

  it('everything of the root entry gets no optional peer', async () => {
    const { inputs } = await bundle(`export * from 'anthropic-rxjs';`, ['rxjs']);
    expect(inputs.filter((file) => /opentelemetry|@redis|@angular/.test(file))).toEqual([]);
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
      'lib/relay/outage.ts',
      'lib/relay/relay-requests.ts',
      'lib/relay/relayed-stream-options.ts',
      'lib/relay/relayed-stream.ts',
      'lib/relay/relayed.ts',
      'lib/relay/reply-end.ts',
      'lib/relay/split-address.ts',
    ]);
  });
});

describe('Markdown', () => {
  it('costs nothing to an app that does not import it', async () => {
    const { inputs } = await bundle(`export * from 'anthropic-rxjs';`, ['rxjs']);
    expect(inputs.filter((file) => /lib\/markdown|\/marked\/|\/remend\//.test(file))).toEqual([]);
  });

  it('gets its two packages and the guard of operators', async () => {
    const { inputs } = await bundle(`export * from 'anthropic-rxjs/markdown';`, ['rxjs']);
    const others = inputs.filter((file) => !file.startsWith('lib/markdown/'));
    expect(others.filter((file) => !file.startsWith('lib/errors/')).sort()).toEqual([
      'node_modules/marked/lib/marked.esm.js',
      'node_modules/remend/dist/index.js',
    ]);
  });
});

describe('the clouds', () => {
  const peers = /node_modules\/(?:aws4fetch|@smithy|@aws-crypto)\//;

  it.each(['anthropic-rxjs', 'anthropic-rxjs/relay', 'anthropic-rxjs/testing', 'anthropic-rxjs/vertex'])(
    'bring no package of AWS to an app that imports %s',
    async (entry) => {
      const { inputs } = await bundle(`export * from '${entry}';`, ['rxjs', 'node:*']);
      expect(inputs.filter((file) => peers.test(file) || file.startsWith('lib/bedrock/'))).toEqual([]);
    },
  );

  it('bring no client to the options for one', async () => {
    for (const name of ['bedrock', 'vertex']) {
      const { inputs } = await bundle(`export * from 'anthropic-rxjs/${name}';`, ['rxjs', 'aws4fetch', '@smithy/*']);
      const rooms = new Set(inputs.map((file) => file.split('/').slice(0, 2).join('/')));
      const own = name === 'bedrock' ? ['lib/bedrock', 'lib/types'] : ['lib/vertex'];
      expect([...rooms].sort()).toEqual([...own, 'lib/clouds', 'lib/errors', 'lib/transport'].sort());
    }
  });
});

describe('an app that imports everything', () => {
  it('makes no code from text, so that a strict content security policy needs no exception', async () => {
    const { code } = await bundle(`export * from 'anthropic-rxjs';`, ['rxjs']);
    expect(code.match(/\beval\(|\bnew Function\b|\bFunction\(/g)).toBeNull();
  });
});
