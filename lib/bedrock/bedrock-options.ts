import { aFunction, oneOf } from '../errors/check-options.ts';
import { type CloudCredential, isVisible } from '../clouds/ask-credential.ts';
import { aToken, checkCloudOptions, type CloudOptions } from '../clouds/cloud-options.ts';
import { wrongOption } from '../errors/wrong-option.ts';

/** Credentials of AWS, like those of its SDK. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The session token of temporary credentials. */
  readonly sessionToken?: string | undefined;
}

/**
 * An endpoint of Bedrock:
 * - `'messages'`: the Messages API of `bedrock-runtime`;
 * - `'mantle'`: the Messages API of `bedrock-mantle`;
 * - `'invoke'`: InvokeModel of `bedrock-runtime`, for models that the other endpoints lack. It has no `countTokens`.
 */
export type BedrockEndpoint = 'messages' | 'mantle' | 'invoke';

/** The options of `bedrock`: `credentials` or `authToken`, and the region. */
export interface BedrockOptions extends CloudOptions {
  /** The API of Bedrock. Default `'messages'`. */
  readonly endpoint?: BedrockEndpoint | undefined;
  /**
   * The credentials that sign each attempt (SigV4). A provider of the AWS SDK works, too, such as the result of
   * `fromNodeProviderChain()`. Requires `aws4fetch`.
   */
  readonly credentials?: CloudCredential<AwsCredentials> | undefined;
  /** A Bedrock API key or a short-term token, instead of `credentials`. */
  readonly authToken?: CloudCredential<string | null | undefined> | undefined;
}

/** Checks the options of `bedrock`. Throws `InvalidOptionsError`. */
export function checkBedrockOptions(options: BedrockOptions): void {
  checkCloudOptions('bedrock', options, {
    endpoint: oneOf('messages', 'mantle', 'invoke'),
    credentials: {
      allows: (value) => aFunction.allows(value) || isAwsCredentials(value),
      expected: 'an object with accessKeyId and secretAccessKey of visible ASCII, or a function that returns one',
      secret: true,
    },
    authToken: aToken,
  });
  if ((options.credentials === undefined) === (options.authToken === undefined)) {
    throw wrongOption('bedrock', 'credentials', 'set either credentials, which sign requests, or authToken');
  }
}

/** Whether a value has the fields of credentials. Never quotes them. */
export function isAwsCredentials(value: unknown): value is AwsCredentials {
  return wrongField(value) === undefined;
}

/** The first field of credentials without a valid value. */
export function wrongField(value: unknown): keyof AwsCredentials | undefined {
  const given = Object(value) as Partial<Record<keyof AwsCredentials, unknown>>; // any value has properties or none
  const { accessKeyId, secretAccessKey, sessionToken } = given;
  if (!isText(accessKeyId)) return 'accessKeyId';
  if (!isText(secretAccessKey)) return 'secretAccessKey';
  return sessionToken === undefined || isText(sessionToken) ? undefined : 'sessionToken';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && isVisible(value);
}
