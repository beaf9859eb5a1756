import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { AnthropicClient } from '../../lib/client/anthropic-client.ts';
import { BetaMessages } from '../../lib/client/beta-messages.ts';
import { Messages } from '../../lib/client/messages.ts';

describe('AnthropicClient', () => {
  it('has the calls of the API and of its betas', () => {
    const client = new AnthropicClient({ apiKey: 'k' });
    expect(Object.entries(client)).toEqual([
      ['messages', expect.any(Messages)],
      ['beta', { messages: expect.any(BetaMessages) }],
    ]);
  });

  it('never shows its key', () => {
    const client = new AnthropicClient({ apiKey: 'the-key' });
    const shown = inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client);
    expect(shown).not.toContain('the-key');
  });

  it('throws for wrong options immediately', () => {
    expect(() => new AnthropicClient({ apiKey: 5 as never })).toThrow(/^AnthropicClient: apiKey: is a number; pass /);
  });
});
