import { anthropicDialect } from './api-dialect.ts';
import { awsDialect, bedrockDialect } from './bedrock-dialect.ts';
import type { SigningCredentials } from './check-signature.ts';
import type { Dialect } from './dialect.ts';
import { foundryDialect, googleCloudDialect } from './hosted-dialects.ts';
import { vertexDialect } from './vertex-dialect.ts';

/**
 * The kind of server to imitate:
 * - `'anthropic'`: the Messages API;
 * - `'bedrock'`: Amazon Bedrock, with its Messages API and InvokeModel;
 * - `'vertex'`: Vertex AI of Google Cloud;
 * - `'foundry'`: Microsoft Foundry;
 * - `'aws'`: Claude Platform on AWS;
 * - `'google-cloud'`: Claude on Google Cloud, managed by Anthropic.
 */
export type DialectName = 'anthropic' | 'bedrock' | 'vertex' | 'foundry' | 'aws' | 'google-cloud';

export function createDialect(name: DialectName, credentials: SigningCredentials | undefined): Dialect {
  switch (name) {
    case 'anthropic':
      return anthropicDialect;
    case 'bedrock':
      return bedrockDialect(credentials);
    case 'vertex':
      return vertexDialect;
    case 'foundry':
      return foundryDialect;
    case 'aws':
      return awsDialect(credentials);
    case 'google-cloud':
      return googleCloudDialect;
    default:
      throw new RangeError(`Unknown dialect: ${String(name)}.`);
  }
}
