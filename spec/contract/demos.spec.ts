import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { from, lastValueFrom, mergeMap, toArray } from 'rxjs';
import { runScript, runSource, type ScriptResult } from '../support/run-script.ts';

jest.setTimeout(600_000);

/** The output of each demo, complete or by its beginning and end. */
const expected: Record<string, string | RegExp> = {
  telemetry:
    /^invoke_agent guide {2}\d+ ms {2}202 → 33 tokens\n {2}chat claude-sonnet-5 .* tool_use\n {2}execute_tool get_weather .*\n {2}chat claude-sonnet-5 .* end_turn\n$/,
  backpressure: '79 pieces, the server waited: yes\n',
  'coalesced-text': /^1\n(?:.+\n)*.*30\n$/,
  conversation:
    "Hi, I'm Alice — Hi Alice! It's nice to meet you. How can I help you today?\nWhat's my name? — Your name is Alice.\n" +
    'What is 2+2? — 2 + 2 = 4.\n4 turns\n',
  fallback: '[OverloadedError: Overloaded]\nThe capital of Italy is Rome.\n',
  'for-await': '1, 2, 3, 4, 5\n',
  metrics:
    /^204 events, 390 characters, 199 tokens, \$0\.003006\nfirst text after \d+ ms, 95 % of the gaps up to \d+ ms\n$/,
  'other-client': '[closed]\n2 + 2 = 4.\n1, 2\n[closed]\n',
  queue: 'first: 1 + 1 = 2.\nurgent: The capital of Spain is Madrid.\npatient: The capital of Japan is Tokyo.\n',
  race: 'The capital of India is New Delhi.\n3 * 3 = 9.\n',
  'readable-stream': 'Small words, one by one,\na river learning to speak.\nThe sea reads along.\n',
  relayed: /^(?:\{"type":"\w+"\}\n){11}2 \+ 2 = 4\.\n$/,
  'shared-stream':
    'The capital of France is Paris.\n7 output tokens\nThe late one has The capital of France is Paris.\n',
  'smooth-text': 'Small ·words, ·one ·by ·one,\n·a ·river ·learning ·to ·speak.\n·The ·sea ·reads ·along.·\n',
  'stream-state': 'connecting\nstreaming\nstopped: 1, 2, 3, 4, 5, 6, 7\n',
  'agent-progress':
    '  "reading satellites"…\n  "running the model"…\n[turn 1 used 18 tokens so far]\n[turn 2 used 33 tokens so far]\n' +
    'The weather in London, UK right now: dry in London, UK.\n',
  'all-events':
    '[stream started: claude-sonnet-5]\n[block 0: text]\nHello! How can I help you today?\n[block 0 stopped]\n' +
    '[stop reason: end_turn]\n[tokens: 9]\n[stream completed]\n',
  'basic-text': /^The lighthouse keeper of Ostrey had not seen a ship[^]+went up the stairs ahead of her\.\n$/,
  'buffered-text': '[Small words][, one by one][,\n][a river learning][ to speak.][\n][The sea reads][ along.]\n',
  concurrent:
    /^Q: What is 2\+2\?\nA: 2 \+ 2 = 4\.\nQ: What is the capital of France\?\nA: The capital of France is Paris\.\nQ: What is Python\?\nA: Python is [^]+\n$/,
  'error-handling':
    '[not sent: max_tokens]\n[AuthenticationError: authentication_error]\nHello! How can I help you today?\n',
  'extract-table': /^Mercury {4}0\nVenus {6}0\nEarth {6}1\n(?:\w+ +\d+\n){4}Neptune {3}16\n$/,
  'final-message': '[{"type":"text","text":"2 + 2 = 4."}]\n6 output tokens, end_turn\n',
  'final-text': 'The capital of France is Paris.\n',
  interrupt:
    '# The Compass of Missing Things\n\n## 1. The Harbour of Unsent Letters\n\n' +
    'On the first day Mara came to a harbour. She had\n[stopped]\n',
  manual: 'Hello! How can I help you today?\n',
  merged: /^(?:(?:sum|capital|rust): ".+"\n)+$/,
  'multi-turn':
    "User: Hi, I'm Alice\nClaude: Hi Alice! It's nice to meet you. How can I help you today?\n" +
    "User: What's my name?\nClaude: Your name is Alice.\n",
  'raw-response':
    /^200 text\/event-stream; charset=utf-8\nrequest id req_\w+, \d+ requests left\nHello! How can I help you today\?\n$/,
  snapshots: /^0 characters\n1 characters\n(?:\d+ characters\n)+$/,
  'system-prompt': /^A list comprehension builds a list from an iterable in one expression:\n\n```python\n[^]+```\n/,
  temperature: /^In the city of Velm, shadows were rented by the hour\.[^]+something small began to follow\.\n$/,
  thinking: /^\[thinking\] The\n(?:\[thinking\] .*\n+)+(?:\[text\] .*\n+)+$/,
  'token-usage': '8 tokens in, 1 out\n8 tokens in, 407 out\n',
  'tool-approval':
    '[started] {"location":"Paris, France"}\n[refused] {"location":"Berlin, Germany"}\n' +
    '[started] {"location":"Tokyo, Japan"}\n[done] {"location":"Paris, France"}\n[done] {"location":"Tokyo, Japan"}\n' +
    'The weather in Paris, France right now: mild in Paris, France.\n' +
    'I could not find that out: Error: This call was not approved: not Berlin.\n' +
    'The weather in Tokyo, Japan right now: mild in Tokyo, Japan.\n',
  'tool-use':
    /^I'll check the weather in San Francisco, CA for you\.\n(?:\[input\] .+\n)+\[call\] get_weather \{"location":"San Francisco, CA"\}\nThe weather in San Francisco, CA right now: 18 °C and sunny\.\n$/,
  'weather-tool':
    "I'll check the weather in Paris, France for you.\n[get_weather is done]\n" +
    'The weather in Paris, France right now: 18 °C and sunny.\n',
};

const names = readdirSync(resolve(import.meta.dirname, '../../demos'))
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts' && file !== 'cli.ts')
  .map((file) => file.slice(0, -'.ts'.length));

describe('the demos', () => {
  const results = new Map<string, ScriptResult>();

  beforeAll(async () => {
    const runs$ = from(names).pipe(
      mergeMap(async (name) => results.set(name, await runScript('index', [name])), 4),
      toArray(),
    );
    await lastValueFrom(runs$);
  });

  it('are all listed here', () => {
    expect(Object.keys(expected).sort()).toEqual([...names].sort());
  });

  it.each(names)('%s prints the expected output', (name) => {
    const { stdout, stderr, code } = results.get(name)!;
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const output = expected[name];
    if (typeof output === 'string') expect(stdout).toBe(output);
    else expect(stdout).toMatch(output!);
  });

  it('are listed with their summaries', async () => {
    const { stdout, code } = await runSource('index', []);
    expect(
      stdout
        .split('\n')
        .slice(1, -1)
        .map((line) => line.trim().split(/ {2,}/)[0]),
    ).toEqual(names);
    expect(stdout).toMatch(/basic-text +text as it arrives\n/);
    expect(code).toBe(0);
  });

  it('list their names when the name is wrong', async () => {
    const { stdout, stderr, code } = await runScript('index', ['nonsense']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(/^Unknown demo: nonsense\. npm run demo NAME runs one of:\n {2}agent-progress/);
  });
});
