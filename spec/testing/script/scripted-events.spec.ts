import { describe, expect, it } from '@jest/globals';
import type { AnyEvent } from '../ask.ts';
import { ask } from './ask-script.ts';

describe('the end of a message', () => {
  const closing = ({ events }: { events: AnyEvent[] }) => events.slice(-3);

  it('is at the first of the stop sequences', async () => {
    const asked = await ask('Count to 10', { stop_sequences: ['8', ', 5', '7'] });
    expect(asked.text).toBe('1, 2, 3, 4');
    expect(asked.message).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: ', 5' });
  });

  it('is end_turn without a matching stop sequence', async () => {
    const { message } = await ask('Count to 10', { stop_sequences: ['11'] });
    expect(message).toMatchObject({ stop_reason: 'end_turn', stop_sequence: null });
  });

  it('is after max_tokens, the block closed', async () => {
    const asked = await ask('Count to 10', { max_tokens: 4 });
    expect(asked.text).toBe('1, 2,');
    expect(closing(asked)).toMatchObject([
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'max_tokens', stop_sequence: null },
        usage: { output_tokens: 4 },
      },
      { type: 'message_stop' },
    ]);
  });

  it('is not max_tokens when the tokens are just enough', async () => {
    const { message } = await ask('Hello');
    const enough = await ask('Hello', { max_tokens: message.usage.output_tokens });
    expect(enough.message.stop_reason).toBe('end_turn');
    const tooFew = await ask('Hello', { max_tokens: message.usage.output_tokens - 1 });
    expect(tooFew.message.stop_reason).toBe('max_tokens');
  });

  it('follows message_start with max_tokens of 0', async () => {
    const { events, message } = await ask('Hello', { max_tokens: 0 });
    expect(events.map(({ type }) => type)).toEqual(['message_start', 'ping', 'message_delta', 'message_stop']);
    expect(message).toMatchObject({ content: [], stop_reason: 'max_tokens', usage: { output_tokens: 0 } });
  });

  it('does not close a tool call that it interrupts', async () => {
    const tools = [{ name: 'get_weather', input_schema: { type: 'object' } }];
    const whole = await ask('Weather in Ulm?', { tools });
    const asked = await ask('Weather in Ulm?', { tools, max_tokens: whole.message.usage.output_tokens - 1 });
    expect(closing(asked).map(({ type }) => type)).toEqual(['content_block_delta', 'message_delta', 'message_stop']);
    expect(asked.message).toMatchObject({ content: [{}, { input: {} }], stop_reason: 'max_tokens' });
  });
});

describe('every answer', () => {
  it('names the model of the request', async () => {
    expect((await ask('Hello', { model: 'claude-opus-5' })).message.model).toBe('claude-opus-5');
  });

  it('counts the request in, and one token for each delta out', async () => {
    const { events, message } = await ask('Write a short story');
    const deltas = events.filter(({ type }) => type === 'content_block_delta');
    expect(message.usage.output_tokens).toBe(deltas.length);
    const longer = await ask('Write a short story', { system: 'You write well.' });
    expect(longer.message.usage.input_tokens).toBeGreaterThan(message.usage.input_tokens);
  });
});
