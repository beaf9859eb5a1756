import { describe, expect, it } from '@jest/globals';
import { ask } from './ask-script.ts';

describe('a weather tool', () => {
  const tools = [
    { name: 'get_time', input_schema: { type: 'object' } },
    { name: 'get_weather', input_schema: { type: 'object', properties: { location: { type: 'string' } } } },
  ];

  it('is called with the place of the question, the JSON in fragments', async () => {
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
  ])('that returned %s is quoted', async (_name, content, said) => {
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
