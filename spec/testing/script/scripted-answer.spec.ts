import { describe, expect, it } from '@jest/globals';
import type { BetaMessage } from '../../../lib/types/message.ts';
import { ask } from './ask-script.ts';

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

  it('at length when the user asks for length', async () => {
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

  it.each(['Alice', 'Björk', "O'Neil"])('remembers the name of the user: %s', async (name) => {
    expect((await ask(turns(name))).text).toBe(`Your name is ${name}.`);
  });

  it('uses the last name', async () => {
    const again = [
      { role: 'user', content: 'Call me Bob' },
      { role: 'assistant', content: 'Bob it is' },
    ];
    expect((await ask([...turns('Alice').slice(0, 2), ...again, ...turns('').slice(2)])).text).toBe(
      'Your name is Bob.',
    );
  });

  it('takes no name from the assistant', async () => {
    const [, , question] = turns('');
    const messages = [{ role: 'user', content: 'Zzz' }, { role: 'assistant', content: "I'm Claude" }, question!];
    expect((await ask(messages)).text).toBe("I don't know your name yet. What is it?");
  });
});
