import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import { type AnyEvent, eventsIn, hello, post } from './ask.ts';

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer();
});
afterAll(() => server.close());

/** The streamed events and the JSON message of a conversation; a string is its only user turn. */
async function ask(
  messages: string | object[],
  extra: object = {},
): Promise<{ events: AnyEvent[]; message: BetaMessage; text: string }> {
  const turns = typeof messages === 'string' ? [{ role: 'user', content: messages }] : messages;
  const params = { ...hello, max_tokens: 20_000, messages: turns, ...extra };
  const message = (await (await post(server.url, params)).json()) as BetaMessage;
  const events = eventsIn(await (await post(server.url, { ...params, stream: true })).text());
  const text = events
    .map((event) => (event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : ''))
    .join('');
  return { events, message, text };
}

const textIn = (message: BetaMessage) =>
  message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');

describe('the script answers', () => {
  it.each([
    ['What is 2+2?', '2 + 2 = 4.'],
    ['what is 12 * 12', '12 * 12 = 144.'],
    ['Calculate 1 / 0', 'That has no value: one cannot divide by zero.'],
    ['0.1+0.2', '0.1 + 0.2 = 0.3.'],
    ['What is the capital of France?', 'The capital of France is Paris.'],
    ['capital of Japan', 'The capital of Japan is Tokyo.'],
    ['Count to 10', '1, 2, 3, 4, 5, 6, 7, 8, 9, 10'],
    ['Hello', 'Hello! How can I help you today?'],
    ['Write a haiku', 'Small words, one by one,\na river learning to speak.\nThe sea reads along.'],
    ["Hi, I'm Alice", "Hi Alice! It's nice to meet you. How can I help you today?"],
    ['my name is Zoë Ana', "Hi Zoë Ana! It's nice to meet you. How can I help you today?"],
    ["What's my name?", "I don't know your name yet. What is it?"],
    [
      "What's the weather in SF?",
      "I can't see the weather from here. Give me a tool such as `get_weather` and I will ask it.",
    ],
  ])('%j', async (question, answer) => {
    const { text, message } = await ask(question);
    expect(text).toBe(answer);
    expect(textIn(message)).toBe(answer);
    expect(message.stop_reason).toBe('end_turn');
  });

  it.each([
    ['What is Python?', /^Python is a .*language/],
    ['What is JavaScript?', /^JavaScript is the .*language/],
    ['What is Rust?', /^Rust is a .*language/],
    ['Write a short story', /lighthouse/],
    ['Write a story', /lighthouse/],
    ['Write a creative story', /shadows/],
    ['Solve this complex problem: ...', /^Here is how I would solve it:/],
    ['Explain list comprehensions', /list comprehension.*Use a comprehension while/s],
  ])('%j with its own text', async (question, pattern) => {
    expect((await ask(question)).text).toMatch(pattern);
  });

  it('anything else by quoting it', async () => {
    const { text } = await ask('Zzz?\n Qqq');
    expect(text).toMatch(/^You wrote: "Zzz\? Qqq"\. I am a small script/);
  });

  it('at length when it shall be long', async () => {
    const outputTokens = async (question: string) => (await ask(question)).message.usage.output_tokens;
    expect(await outputTokens('Write a long essay')).toBeGreaterThan(350);
    expect(await outputTokens('Write a very long story')).toBeGreaterThan(1500);
  });

  it('in short when the system prompt asks for it', async () => {
    const system = [{ type: 'text', text: 'You are a helpful Python expert. Be concise.' }];
    const { text } = await ask('Explain list comprehensions', { system });
    expect(text).toContain('[n * n for n in range(10)');
    expect(text.length).toBeLessThan((await ask('Explain list comprehensions')).text.length / 2);
  });
});

describe('a conversation', () => {
  const turns = (name: string) => [
    { role: 'user', content: `Hi, I'm ${name}` },
    { role: 'assistant', content: [{ type: 'text', text: `Hi ${name}!` }] },
    { role: 'user', content: [{ type: 'text', text: "What's my name?" }] },
  ];

  it.each(['Alice', 'Björk', "O'Neil"])('remembers the name that was told: %s', async (name) => {
    expect((await ask(turns(name))).text).toBe(`Your name is ${name}.`);
  });

  it('goes by the last name told', async () => {
    const again = [
      { role: 'user', content: 'Call me Bob' },
      { role: 'assistant', content: 'Bob it is' },
    ];
    expect((await ask([...turns('Alice').slice(0, 2), ...again, ...turns('').slice(2)])).text).toBe(
      'Your name is Bob.',
    );
  });

  it('takes no name from what the assistant said', async () => {
    const [, , question] = turns('');
    const messages = [{ role: 'user', content: 'Zzz' }, { role: 'assistant', content: "I'm Claude" }, question!];
    expect((await ask(messages)).text).toBe("I don't know your name yet. What is it?");
  });
});

describe('a weather tool', () => {
  const tools = [
    { name: 'get_time', input_schema: { type: 'object' } },
    { name: 'get_weather', input_schema: { type: 'object', properties: { location: { type: 'string' } } } },
  ];

  it('is called with the place asked about, the JSON in fragments', async () => {
    const { events, message } = await ask("What's the weather in SF?", { tools });
    const fragments = events.flatMap((event) =>
      event.type === 'content_block_delta' && event.delta.type === 'input_json_delta' ? [event.delta.partial_json] : [],
    );
    expect(fragments[0]).toBe('');
    expect(fragments.length).toBeGreaterThan(3);
    expect(JSON.parse(fragments.join(''))).toEqual({ location: 'San Francisco, CA' });
    expect(message).toMatchObject({
      content: [
        { type: 'text', text: "I'll check the weather in San Francisco, CA for you." },
        {
          type: 'tool_use',
          id: expect.stringMatching(/^toolu_01\w{22}$/),
          name: 'get_weather',
          input: { location: 'San Francisco, CA' },
        },
      ],
      stop_reason: 'tool_use',
    });
  });

  it.each([
    ["What's the weather in San Francisco?", 'San Francisco, CA'],
    ['How is the weather in Paris today?', 'Paris, France'],
    ['Forecast for Ulm, please', 'Ulm'],
    ['weather?', 'San Francisco, CA'],
  ])('%j is about %s', async (question, location) => {
    expect((await ask(question, { tools })).message.content[1]).toMatchObject({ input: { location } });
  });

  it('is called for each of several places, each with its id, unless only one call is allowed', async () => {
    const { message } = await ask('Weather in Paris and Tokyo?', { tools });
    const calls = message.content.filter((block) => block.type === 'tool_use');
    expect(calls.map(({ input }) => input)).toEqual([{ location: 'Paris, France' }, { location: 'Tokyo, Japan' }]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    const choice = { tool_choice: { type: 'auto', disable_parallel_tool_use: true } };
    expect((await ask('Weather in Paris and Tokyo?', { tools, ...choice })).message.content).toHaveLength(2);
  });

  it('gets the place where its schema wants it', async () => {
    const cities = [{ name: 'weather', input_schema: { type: 'object', properties: { unit: {}, city: {} } } }];
    const { message } = await ask('Weather in Ulm?', { tools: cities });
    expect(message.content[1]).toMatchObject({ name: 'weather', input: { city: 'Ulm' } });
  });

  it.each([{ type: 'none' }, { type: 'tool', name: 'get_time' }])(
    'is not called with tool_choice %j',
    async (choice) => {
      expect((await ask('Weather in Ulm?', { tools, tool_choice: choice })).message.stop_reason).toBe('end_turn');
    },
  );

  it('is not called for other questions', async () => {
    expect((await ask('Hello', { tools })).message.stop_reason).toBe('end_turn');
  });

  const call = (id: string, location: string, name = 'get_weather') => ({
    type: 'tool_use',
    id,
    name,
    input: { location },
  });
  const result = (id: string, content: unknown, extra: object = {}) => ({
    type: 'tool_result',
    tool_use_id: id,
    content,
    ...extra,
  });
  const followUp = (calls: object[], results: object[]) =>
    ask(
      [
        { role: 'user', content: 'Weather?' },
        { role: 'assistant', content: calls },
        { role: 'user', content: results },
      ],
      { tools },
    );

  it.each<[string, unknown, string]>([
    ['text', '15°C and foggy', '15°C and foggy.'],
    ['text blocks', [{ type: 'text', text: '15°C' }], '15°C.'],
    ['JSON', '{"temperature":15,"conditions":"foggy","wind":[1]}', 'temperature 15, conditions foggy, wind [1].'],
    ['a JSON number', '15', '15.'],
    ['nothing', undefined, 'no result.'],
  ])('that gave %s is quoted', async (_name, content, said) => {
    const { text, message } = await followUp([call('toolu_1', 'Paris, France')], [result('toolu_1', content)]);
    expect(text).toBe(`The weather in Paris, France right now: ${said}`);
    expect(message.stop_reason).toBe('end_turn');
  });

  it('and others are quoted in order, failures too', async () => {
    const { text } = await followUp(
      [call('a', 'Ulm'), call('b', 'Rom'), call('c', 'UTC', 'get_time')],
      [result('b', 'sunny!'), result('a', 'no such place', { is_error: true }), result('c', 'noon')],
    );
    expect(text).toBe(
      'The weather in Rom right now: sunny!\nI could not find that out: no such place.\nget_time says: noon.',
    );
  });
});

describe('thinking', () => {
  const typesOf = ({ message }: { message: BetaMessage }) => message.content.map(({ type }) => type);

  it.each([{ type: 'enabled', budget_tokens: 1024 }, { type: 'adaptive' }])(
    'comes before the text with %j',
    async (thinking) => {
      const asked = await ask('Solve this complex problem: ...', { thinking });
      expect(typesOf(asked)).toEqual(['thinking', 'text']);
      const deltas = asked.events.flatMap((event) => (event.type === 'content_block_delta' ? [event.delta.type] : []));
      expect([...new Set(deltas)]).toEqual(['thinking_delta', 'signature_delta', 'text_delta']);
      expect(deltas.filter((type) => type === 'signature_delta')).toHaveLength(1);
      const thinkingTokens = deltas.filter((type) => type === 'thinking_delta').length;
      expect(asked.message.usage.output_tokens_details).toEqual({ thinking_tokens: thinkingTokens });
      expect(asked.message.content[0]).toMatchObject({
        thinking: expect.stringContaining('Solve this complex problem'),
      });
    },
  );

  it('is only a signature when it is omitted', async () => {
    const asked = await ask('Hello', { thinking: { type: 'adaptive', display: 'omitted' } });
    expect(asked.message.content[0]).toMatchObject({ thinking: '', signature: expect.stringMatching(/./) });
  });

  it('comes before a tool call too', async () => {
    const tools = [{ name: 'get_weather', input_schema: { type: 'object' } }];
    const asked = await ask('Weather?', { tools, thinking: { type: 'adaptive' } });
    expect(typesOf(asked)).toEqual(['thinking', 'text', 'tool_use']);
  });

  it.each([{ type: 'disabled' }, { type: 'between_tools' }])('is not there with %j', async (thinking) => {
    expect(typesOf(await ask('Hello', { thinking }))).toEqual(['text']);
  });
});

describe('a schema of planets', () => {
  it('is answered with their table as JSON', async () => {
    const format = { type: 'json_schema', schema: { type: 'object', properties: { planets: { type: 'array' } } } };
    const { text } = await ask('List the planets.', { output_config: { format } });
    expect(JSON.parse(text)).toMatchObject({
      planets: [{ name: 'Mercury', moons: 0 }, { name: 'Venus' }, {}, {}, {}, {}, {}, {}],
    });
  });
});

describe('the end of a message', () => {
  const closing = ({ events }: { events: AnyEvent[] }) => events.slice(-3);

  it('is at the first of the stop sequences', async () => {
    const asked = await ask('Count to 10', { stop_sequences: ['8', ', 5', '7'] });
    expect(asked.text).toBe('1, 2, 3, 4');
    expect(asked.message).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: ', 5' });
  });

  it('comes by itself when no stop sequence does', async () => {
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

  it('is no cut when the tokens are just enough', async () => {
    const { message } = await ask('Hello');
    const enough = await ask('Hello', { max_tokens: message.usage.output_tokens });
    expect(enough.message.stop_reason).toBe('end_turn');
    const tooFew = await ask('Hello', { max_tokens: message.usage.output_tokens - 1 });
    expect(tooFew.message.stop_reason).toBe('max_tokens');
  });

  it('is at once without any token', async () => {
    const { events, message } = await ask('Hello', { max_tokens: 0 });
    expect(events.map(({ type }) => type)).toEqual(['message_start', 'ping', 'message_delta', 'message_stop']);
    expect(message).toMatchObject({ content: [], stop_reason: 'max_tokens', usage: { output_tokens: 0 } });
  });

  it('does not close a tool call that it cuts', async () => {
    const tools = [{ name: 'get_weather', input_schema: { type: 'object' } }];
    const whole = await ask('Weather in Ulm?', { tools });
    const asked = await ask('Weather in Ulm?', { tools, max_tokens: whole.message.usage.output_tokens - 1 });
    expect(closing(asked).map(({ type }) => type)).toEqual(['content_block_delta', 'message_delta', 'message_stop']);
    expect(asked.message).toMatchObject({ content: [{}, { input: {} }], stop_reason: 'max_tokens' });
  });
});

describe('every answer', () => {
  it('names the model asked for', async () => {
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
