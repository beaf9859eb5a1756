import { describe, expect, it } from '@jest/globals';
import { type BedrockOptions, checkBedrockOptions, isAwsCredentials } from '../../lib/bedrock/bedrock-options.ts';
import { awsCredentials } from '../support/clouds.ts';

const check = (options: object) => checkBedrockOptions(options as BedrockOptions);
const region = 'us-east-1';

describe('checkBedrockOptions', () => {
  it.each([
    { region, credentials: awsCredentials },
    { region, credentials: () => awsCredentials, endpoint: 'invoke' },
    { region, authToken: 'token', endpoint: 'mantle' },
  ])('accepts %j', (options) => {
    expect(() => check(options)).not.toThrow();
  });

  const credentials = 'an object with accessKeyId and secretAccessKey of visible ASCII, or a function that returns one';
  it.each([
    [{ region }, 'credentials: set either credentials, which sign requests, or authToken'],
    [
      { region, credentials: awsCredentials, authToken: 'x' },
      'credentials: set either credentials, which sign requests, or authToken',
    ],
    [{ region, credentials: 'AKIDEXAMPLE:secret' }, `credentials: is a string; pass ${credentials}`],
    [{ region, credentials: { accessKeyId: 'AKIDEXAMPLE' } }, `credentials: must be ${credentials}`],
    [{ region, authToken: 'x', endpoint: 'converse' }, 'endpoint: is a string; pass one of messages, mantle, invoke'],
    [{ region, apiKey: 'x' }, 'apiKey: is not an option; the options are'],
  ])('refuses %j', (options, message) => {
    expect(() => check(options)).toThrow(`bedrock: ${message}`);
  });
});

describe('isAwsCredentials', () => {
  it.each([
    [awsCredentials, true],
    [{ ...awsCredentials, sessionToken: undefined, expiration: new Date() }, true],
    [{ ...awsCredentials, sessionToken: '' }, false],
    [{ ...awsCredentials, secretAccessKey: 'line\nbreak' }, false],
    [{ ...awsCredentials, accessKeyId: undefined }, false],
    [null, false],
    ['text', false],
  ])('of %j is %s', (value, is) => {
    expect(isAwsCredentials(value)).toBe(is);
  });
});
