import { describe, expect, it, jest } from '@jest/globals';

describe('loadCodec', () => {
  it('resolves to one codec for all streams', async () => {
    const { loadCodec } = await import('../../lib/bedrock/load-codec.ts');
    expect(await loadCodec()).toBe(await loadCodec());
  });

  it('names the package that is not installed', async () => {
    jest.resetModules();
    jest.unstable_mockModule('@smithy/eventstream-codec', () => {
      throw new Error('Cannot find package');
    });
    const { loadCodec } = await import('../../lib/bedrock/load-codec.ts');
    await expect(loadCodec()).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message:
        "bedrock: endpoint: 'invoke' reads streams with the package @smithy/eventstream-codec, which is not installed: " +
        'npm install @smithy/eventstream-codec',
    });
  });
});
