import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type Observable, toArray } from 'rxjs';
import { bedrock, type BedrockOptions } from '../../lib/bedrock/index.ts';
import { AnthropicClient, type AnthropicClientOptions } from '../../lib/index.ts';
import { fakeFetch, type FakeReply, messageEvents, startReplayServer } from '../../lib/testing/index.ts';
import { vertex, type VertexOptions } from '../../lib/vertex/index.ts';
import { startProxy } from '../relay/proxy.ts';
import { awsCredentials, type CloudCase, clouds, cloudToken } from '../support/clouds.ts';
import { params } from '../support/params.ts';

const secrets = [cloudToken, awsCredentials.secretAccessKey, awsCredentials.sessionToken];

/** The signature is not a secret, but a reader of a log could send the same request again. */
const signature = /Signature=[0-9a-f]{8}/;

function expectNothingSecret(text: string): void {
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(signature);
}

/** Everything that a call writes to a log at the level `debug`, and its error with all causes and fields. */
async function visible(options: AnthropicClientOptions, call: (client: AnthropicClient) => Observable<unknown>) {
  const lines: unknown[] = [];
  const note = (...line: unknown[]) => void lines.push(...line);
  const logger = { error: note, warn: note, info: note, debug: note };
  const client = new AnthropicClient({ ...options, logger, logLevel: 'debug', maxRetries: 0 });
  await new Promise<void>((resolve) => {
    call(client)
      .pipe(toArray())
      .subscribe({
        next: note,
        error: (error: unknown) => {
          lines.push(error, { ...(error as object) }, (error as Error).cause);
          resolve();
        },
        complete: resolve,
      });
  });
  return inspect(lines, { depth: 20, maxStringLength: null });
}

const failures: [string, FakeReply][] = [
  ['a refused credential', { status: 403, body: { message: 'The security token is invalid.' } }],
  ['a broken connection', new Error('connect ECONNREFUSED 127.0.0.1:1')],
  ['a page', { headers: { 'content-type': 'text/html' }, body: '<title>Log in</title>' }],
  ['a reply', messageEvents('Hi')],
];

describe.each(clouds)('the credential of $name', (cloud: CloudCase) => {
  it.each(failures)('never appears in a log or an error for %s', async (_, reply) => {
    const fetch = fakeFetch(reply);
    const options = cloud.options('https://cloud.example', fetch);
    const text = await visible(options, (client) => client.messages.stream(params));
    expectNothingSecret(text);
    // Otherwise there would be nothing to keep.
    const sent = [...fetch.requests[0]!.headers].map(([, value]) => value).join('\n');
    expect(secrets.some((secret) => sent.includes(secret))).toBe(true);
  });

  it('reaches no browser behind a proxy', async () => {
    const server = await startReplayServer({
      dialect: cloud.dialect,
      respond: () => ({ status: 403, body: { message: 'The security token is invalid.' } }),
    });
    const proxy = await startProxy(server.url, {}, { apiKey: null, ...cloud.options(server.url) });
    const text = await visible({ baseURL: proxy.url, apiKey: null }, (client) => client.messages.stream(params));
    expectNothingSecret(text + inspect(proxy.log, { depth: 20 }));
    await proxy.close();
    await server.close();
  });
});

describe('a credential in wrong options', () => {
  const common = { region: 'us-east-1' };
  it.each<[string, () => unknown]>([
    ['of both kinds', () => bedrock({ ...common, credentials: awsCredentials, authToken: cloudToken })],
    ['under another name', () => bedrock({ ...common, [cloudToken.slice(0, 4)]: cloudToken, authToken: cloudToken })],
    ['of the wrong type', () => bedrock({ ...common, credentials: cloudToken } as unknown as BedrockOptions)],
    ['that is incomplete', () => bedrock({ ...common, credentials: { ...awsCredentials, accessKeyId: '' } })],
    ['in an address', () => bedrock({ ...common, authToken: 'x', baseURL: `https://u:${cloudToken}@aws.example` })],
    ['as a region', () => vertex({ region: cloudToken, project: 'p' } as VertexOptions)],
  ])('%s is not in the error', (_, attempt) => {
    expect(attempt).toThrow(expect.objectContaining({ name: 'InvalidOptionsError' }));
    try {
      attempt();
    } catch (error) {
      expectNothingSecret(inspect(error, { depth: 20 }));
    }
  });

  it.each<[string, () => AnthropicClientOptions]>([
    ['a token', () => vertex({ region: 'us', project: 'p', authToken: () => `${cloudToken}\n` })],
    [
      'credentials',
      () =>
        bedrock({
          ...common,
          credentials: () => ({ ...awsCredentials, secretAccessKey: `${awsCredentials.secretAccessKey}\n` }),
        }),
    ],
  ])('from a function that returns %s is not in the error', async (_, options) => {
    const text = await visible(options(), (client) => client.messages.stream(params));
    expect(text).toContain('InvalidOptionsError');
    expectNothingSecret(text);
  });
});
