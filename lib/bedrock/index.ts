export type { CloudCredential } from '../clouds/ask-credential.ts';
export type { CloudClientOptions, CloudOptions } from '../clouds/cloud-options.ts';
export { bedrock } from './bedrock.ts';
export type { AwsCredentials, BedrockEndpoint, BedrockOptions } from './bedrock-options.ts';
