import { bedrock } from '../../lib/bedrock/index.ts';
import type { AnthropicClientOptions } from '../../lib/index.ts';
import type { DialectName } from '../../lib/testing/index.ts';
import { vertex } from '../../lib/vertex/index.ts';

/** Credentials of AWS as its documentation shows them, with the token of a session. */
export const awsCredentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'the/session+token==',
};
/** A bearer token. */
export const cloudToken = 'the-token-of-the-cloud';

/** A way to reach Claude: the dialect of its server, and the options of a client before such a server. */
export interface CloudCase {
  readonly name: string;
  readonly dialect: DialectName;
  readonly options: (baseURL: string, fetch?: typeof globalThis.fetch) => AnthropicClientOptions;
  /** Whether a stream is a binary event stream. */
  readonly framed?: boolean;
}

const region = 'us-east-1';
const authToken = cloudToken;
const credentials = awsCredentials;

/** Every way there is, the API's own aside. */
export const clouds: readonly CloudCase[] = [
  {
    name: 'bedrock',
    dialect: 'bedrock',
    options: (baseURL, fetch) => bedrock({ region, credentials, baseURL, fetch }),
  },
  {
    name: 'bedrock with a token',
    dialect: 'bedrock',
    options: (baseURL, fetch) => bedrock({ region, authToken, baseURL, fetch }),
  },
  {
    name: 'mantle',
    dialect: 'bedrock',
    options: (baseURL, fetch) =>
      bedrock({ region, endpoint: 'mantle', credentials: () => credentials, baseURL, fetch }),
  },
  {
    name: 'invoke',
    dialect: 'bedrock',
    options: (baseURL, fetch) => bedrock({ region, endpoint: 'invoke', credentials, baseURL, fetch }),
    framed: true,
  },
  {
    name: 'invoke with a token',
    dialect: 'bedrock',
    options: (baseURL, fetch) => bedrock({ region, endpoint: 'invoke', authToken: () => authToken, baseURL, fetch }),
    framed: true,
  },
  {
    name: 'vertex',
    dialect: 'vertex',
    options: (baseURL, fetch) => vertex({ region: 'global', project: 'my-project', authToken, baseURL, fetch }),
  },
  {
    name: 'foundry',
    dialect: 'foundry',
    options: (baseURL, fetch) => ({ baseURL, apiKey: authToken, ...(fetch && { fetch }) }),
  },
  {
    name: 'Claude Platform on AWS',
    dialect: 'aws',
    options: (baseURL, fetch) => ({
      baseURL,
      authToken,
      defaultHeaders: { 'anthropic-workspace-id': 'wrkspc_01' },
      ...(fetch && { fetch }),
    }),
  },
  {
    name: 'Claude on Google Cloud',
    dialect: 'google-cloud',
    options: (baseURL, fetch) => ({ baseURL, authToken: () => Promise.resolve(authToken), ...(fetch && { fetch }) }),
  },
];
