import { describe, expect, it } from '@jest/globals';
import { NEVER } from 'rxjs';
import { chat } from '../../lib/index.ts';
import { checkChat } from '../../lib/turns/chat-options.ts';
import { running } from './scripted-run.ts';

const params = { model: 'claude-sonnet-5', max_tokens: 64 };
const source = () => NEVER;
const tools = [running(() => 'ok')];
const open = (given: unknown, sent: unknown = params, options: unknown = {}) =>
  chat(given as typeof source, sent as typeof params, options as object);

describe('checkChat', () => {
  it.each<[string, unknown, unknown, unknown, string]>([
    [
      'a source',
      {},
      params,
      {},
      'chat: source: must be client.messages, client.beta.messages or a function such as (params) => events$',
    ],
    ['params', source, null, {}, 'chat: params: must be an object such as { model, max_tokens }'],
    ['options', source, params, null, 'chat: options must be an object, such as { tools }'],
    [
      'tools beside approve',
      source,
      params,
      { approve: 'ask' },
      'chat: approve: is a string; pass tools as well, or omit this option',
    ],
    ['an array of tools', source, params, { tools: {} }, 'chat: tools: is an object; pass an array'],
    ['an approve', source, params, { tools, approve: 'always' }, 'chat: approve: is a string; pass a function'],
    [
      'tools',
      source,
      params,
      { tools: [{}] },
      'chat: tools.0: must have name, definition and run; make it with tool()',
    ],
  ])('requires %s', (_, given, sent, options, message) => {
    expect(() => open(given, sent, options)).toThrow(message);
  });

  it.each(['approve', 'maxTurns', 'concurrency', 'eager', 'stopWhen', 'prepareTurn'])(
    'refuses %s without tools',
    (name) => {
      expect(() => open(source, params, { [name]: 1 })).toThrow(
        `chat: ${name}: is 1; pass tools as well, or omit this option`,
      );
    },
  );

  it.each([{}, { tools: [] }, { tools, approve: 'ask' as const, maxTurns: 3 }, { tools, approve: () => true }])(
    'accepts %j',
    (options) => {
      expect(() => checkChat(source, params, options)).not.toThrow();
    },
  );
});
