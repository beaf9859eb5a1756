import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { type AllowPolicy, proxyHandler, safeBlocks, safeParams } from '../../lib/relay/index.ts';
import { messageEvents, type ReplayServer, startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { allow, key } from './proxy.ts';

let api: ReplayServer;
beforeAll(async () => {
  api = await startReplayServer({ respond: () => messageEvents('Hello there') });
});
beforeEach(() => void api.requests.splice(0));
afterAll(() => api.close());

/** Sends a request to a proxy with this policy, like a page. */
function ask(body: unknown, policy: Partial<AllowPolicy> = {}, headers: Record<string, string> = {}, path = '') {
  const client = new AnthropicClient({ baseURL: api.url, apiKey: key });
  const handler = proxyHandler({ client, allow: { ...allow, ...policy }, authorize: 'everyone' });
  return handler(
    new Request(`https://page.example/api/v1/messages${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
}

const said = (content: unknown) => ({ ...params, messages: [{ role: 'user', content }] });
const file = { type: 'file', file_id: 'file_1' };
const search = { type: 'web_search_20250305', name: 'web_search' };
const weather = { name: 'get_weather', input_schema: { type: 'object' } };

/** Requests that are refused by default, the message, and the policy that admits them. */
const refused: [string, unknown, string, Partial<AllowPolicy>, Record<string, string>?][] = [
  [
    'a model',
    { ...params, model: 'claude-opus-5' },
    'model: "claude-opus-5" is not allowed here. Use another, or add it to allow.models of the proxy.',
    { models: ['claude-opus-5'] },
  ],
  [
    'tokens above the limit',
    { ...params, max_tokens: 2049 },
    'max_tokens: at most 2048 is allowed here. Ask for less, or raise allow.maxTokens of the proxy.',
    { maxTokens: 2049 },
  ],
  [
    'a param',
    { ...params, service_tier: 'auto' },
    'service_tier: is not allowed here. Leave it out, or add "service_tier" to allow.params of the proxy.',
    { params: [...safeParams, 'service_tier'] },
  ],
  [
    'a param that travels as a header',
    params,
    'workspace_id: is not allowed here. Leave it out, or add "workspace_id" to allow.params of the proxy.',
    { params: ['workspace_id'] },
    { 'anthropic-workspace-id': 'wrkspc_1' },
  ],
  [
    'another of them',
    params,
    'user_profile_id: is not allowed here. Leave it out, or add "user_profile_id" to allow.params of the proxy.',
    { params: ['user_profile_id'] },
    { 'anthropic-user-profile-id': 'profile_1' },
  ],
  [
    'a param of the Object prototype',
    '{"model":"claude-sonnet-5","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"__proto__":{"a":1}}',
    '__proto__: is not allowed here. Leave it out, or add "__proto__" to allow.params of the proxy.',
    { params: ['__proto__'] },
  ],
  [
    'a beta',
    params,
    'betas[1]: "b" is not allowed here. Use another, or add it to allow.betas of the proxy.',
    { betas: ['a', 'b'] },
    { 'anthropic-beta': 'a, b' },
  ],
  [
    'a tool of your own',
    { ...params, tools: [weather] },
    'tools[0].name: "get_weather" is not allowed here. Use another, or add it to allow.tools of the proxy.',
    { tools: ['get_weather'] },
  ],
  [
    'a tool of your own that says so',
    { ...params, tools: [{ ...weather, type: 'custom' }] },
    'tools[0].name: "get_weather" is not allowed here. Use another, or add it to allow.tools of the proxy.',
    { tools: ['get_weather'] },
  ],
  [
    'a tool of the API, whatever its name',
    { ...params, tools: [{ ...search, name: 'get_weather' }] },
    'tools[0].type: "web_search_20250305" is not allowed here. Use another, or add it to allow.tools of the proxy.',
    { tools: ['web_search_20250305'] },
  ],
  [
    'a tool that is defined on the way',
    {
      ...params,
      messages: [
        ...params.messages,
        {
          role: 'system',
          content: [{ type: 'tool_addition', tool: { type: 'tool_definition', definition: search } }],
        },
      ],
    },
    'messages[1].content[0].tool.definition.type: "web_search_20250305" is not allowed here. Use another, or add it to allow.tools of the proxy.',
    { tools: ['web_search_20250305'] },
  ],
  [
    'another model inside a tool',
    { ...params, tools: [{ type: 'advisor_20260301', name: 'advisor', model: 'claude-opus-5' }] },
    'tools[0].model: "claude-opus-5" is not allowed here. Use another, or add it to allow.models of the proxy.',
    { models: ['claude-sonnet-5', 'claude-opus-5'] },
  ],
  [
    'another model to fall back on',
    { ...params, fallbacks: [{ model: 'claude-opus-5' }] },
    'fallbacks[0].model: "claude-opus-5" is not allowed here. Use another, or add it to allow.models of the proxy.',
    { models: ['claude-sonnet-5', 'claude-opus-5'] },
  ],
  [
    'more tokens of a fallback',
    { ...params, fallbacks: [{ model: 'claude-sonnet-5', max_tokens: 9999 }] },
    'fallbacks[0].max_tokens: at most 2048 is allowed here. Ask for less, or raise allow.maxTokens of the proxy.',
    { maxTokens: 9999 },
  ],
  [
    'a file of the workspace',
    said([{ type: 'document', source: file }]),
    'messages[0].content[0].source.type: "file" is not allowed here. Use another, or add it to allow.blocks of the proxy.',
    { blocks: [...safeBlocks, 'file'] },
  ],
  [
    'a file inside a tool result',
    said([{ type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'image', source: file }] }]),
    'messages[0].content[0].content[0].source.type: "file" is not allowed here. Use another, or add it to allow.blocks of the proxy.',
    { blocks: [...safeBlocks, 'file'] },
  ],
  [
    'a file in the system prompt',
    { ...params, system: [{ type: 'container_upload', file_id: 'file_1' }] },
    'system[0].type: "container_upload" is not allowed here. Use another, or add it to allow.blocks of the proxy.',
    { blocks: ['container_upload'] },
  ],
  [
    'a param inside a turn',
    { ...params, messages: [...params.messages, { role: 'system', output_config: { effort: 'max' }, speed: 'fast' }] },
    'messages[1].speed: is not allowed here. Leave it out, or add "speed" to allow.params of the proxy.',
    { params: [...safeParams, 'speed'] },
  ],
  [
    'a turn of the system',
    { ...params, messages: [{ role: 'system', content: 'Obey' }, ...params.messages] },
    'messages[0].role "system": is not allowed here. Leave it out, or add "system" to allow.params of the proxy.',
    { params: ['system'] },
  ],
  [
    '`allowed_callers` of an allowed tool',
    { ...params, tools: [{ ...weather, allowed_callers: ['code_execution_20260120'] }] },
    'tools[0].allowed_callers: is not allowed here. Leave it out, or add "allowed_callers" to allow.params of the proxy.',
    { params: [...safeParams, 'allowed_callers'] },
  ],
  [
    '`defer_loading` of an allowed tool',
    { ...params, tools: [{ ...weather, defer_loading: true }] },
    'tools[0].defer_loading: is not allowed here. Leave it out, or add "defer_loading" to allow.params of the proxy.',
    { params: [...safeParams, 'defer_loading'] },
  ],
  [
    '`input_examples` of an allowed tool',
    { ...params, tools: [{ ...weather, input_examples: [{}] }] },
    'tools[0].input_examples: is not allowed here. Leave it out, or add "input_examples" to allow.params of the proxy.',
    { params: [...safeParams, 'input_examples'] },
  ],
  [
    '`strict` of an allowed tool',
    { ...params, tools: [{ ...weather, strict: true }] },
    'tools[0].strict: is not allowed here. Leave it out, or add "strict" to allow.params of the proxy.',
    { params: [...safeParams, 'strict'] },
  ],
  [
    '`eager_input_streaming` of an allowed tool',
    { ...params, tools: [{ ...weather, eager_input_streaming: true }] },
    'tools[0].eager_input_streaming: is not allowed here. Leave it out, or add "eager_input_streaming" to allow.params of the proxy.',
    { params: [...safeParams, 'eager_input_streaming'] },
  ],
  [
    'sources that widen an allowed tool',
    { ...params, tools: [{ ...search, url_sources: {} }] },
    'tools[0].url_sources: is not allowed here. Leave it out, or add "url_sources" to allow.params of the proxy.',
    { params: [...safeParams, 'url_sources'] },
  ],
  [
    'a task budget',
    { ...params, output_config: { task_budget: { type: 'tokens', total: 1e9 } } },
    'output_config.task_budget: is not allowed here. Leave it out, or add "task_budget" to allow.params of the proxy.',
    { params: [...safeParams, 'task_budget'] },
  ],
  [
    'a thinking budget above the limit',
    { ...params, thinking: { type: 'enabled', budget_tokens: 4000 } },
    'thinking.budget_tokens: at most 2048 is allowed here. Ask for less, or raise allow.maxTokens of the proxy.',
    { maxTokens: 4000 },
  ],
  [
    'a new block',
    said([{ type: 'hologram' }]),
    'messages[0].content[0].type: "hologram" is not allowed here. Use another, or add it to allow.blocks of the proxy.',
    { blocks: ['hologram'] },
  ],
  [
    'a new field of a block',
    said([{ type: 'text', text: 'Hi', voice: 'loud' }]),
    'messages[0].content[0].voice: is not allowed here. Leave it out, or add "voice" to allow.params of the proxy.',
    { params: ['voice'] },
  ],
  [
    'a new citation',
    said([{ type: 'text', text: 'Hi', citations: [{ type: 'new_location' }] }]),
    'messages[0].content[0].citations[0].type: "new_location" is not allowed here. Use another, or add it to allow.blocks of the proxy.',
    { blocks: ['text', 'new_location'] },
  ],
  [
    'a file inside the document of a fetched page',
    said([
      {
        type: 'web_fetch_tool_result',
        content: { type: 'web_fetch_result', content: { type: 'document', source: file } },
      },
    ]),
    'messages[0].content[0].content.content.source.type: "file" is not allowed here. Use another, or add it to allow.blocks of the proxy.',
    { blocks: [...safeBlocks, 'file'] },
  ],
  [
    'a tool inside a compaction',
    said([
      {
        type: 'compaction',
        tool_changes: [{ type: 'tool_addition', tool: { type: 'tool_definition', definition: search } }],
      },
    ]),
    'messages[0].content[0].tool_changes[0].tool.definition.type: "web_search_20250305" is not allowed here. Use another, or add it to allow.tools of the proxy.',
    { tools: ['web_search_20250305'] },
  ],
  [
    'a large body',
    said('x'.repeat(2_000)),
    'body: must not be larger than 1000 bytes. Send less, or raise allow.maxBodyBytes of the proxy.',
    { maxBodyBytes: 10_000 },
  ],
];

const tooDeep = 'body: must not be nested deeper than 200 levels.';
const nested = (levels: number): unknown => {
  let value: unknown = [];
  for (let i = 0; i < levels; i++) value = [value];
  return value;
};

describe('the policy', () => {
  const others = {
    tools: ['advisor_20260301'],
    params: [...safeParams, 'fallbacks'],
    betas: ['a'],
    maxBodyBytes: 1000,
  };
  const narrow = (body: unknown, named: Partial<AllowPolicy>): Partial<AllowPolicy> => {
    // Allows everything that the case is not about.
    const text = JSON.stringify(body);
    return {
      ...(text.includes('advisor') && { tools: others.tools }),
      ...(/weather|web_search/.test(text) && !('tools' in named) && { tools: ['get_weather', 'web_search_20250305'] }),
      ...(text.includes('"role":"system"') && named.params?.length === 1 && { params: ['x'] }),
      ...(text.includes('fallbacks') && { params: others.params }),
      ...('betas' in named && { betas: others.betas }),
      ...('maxBodyBytes' in named && { maxBodyBytes: others.maxBodyBytes }),
    };
  };

  it.each(refused)('refuses %s and names the option that allows it', async (_, body, message, named, headers = {}) => {
    const response = await ask(body, narrow(body, named), headers);
    const { error } = (await response.json()) as { error: { type: string; message: string } };
    expect(error.message).toBe(message);
    expect(`${response.status} ${error.type}`).toBe(
      message.includes('_tokens')
        ? '400 invalid_request_error'
        : message.startsWith('body')
          ? '413 request_too_large'
          : '403 permission_error',
    );
    expect(api.requests).toEqual([]);
  });

  it.each(refused)('admits %s when the policy names it', async (_, body, __, named, headers = {}) => {
    const response = await ask(body, { ...narrow(body, named), ...named }, headers);
    expect(response.status).toBe(200);
    expect(api.requests).toHaveLength(1);
    const [seen] = api.requests;
    expect(seen!.body).toEqual(typeof body === 'string' ? JSON.parse(body) : body);
    const sent = Object.fromEntries([...seen!.headers].filter(([name]) => /^anthropic-(?!version)/.test(name)));
    expect(sent).toEqual(headers['anthropic-beta'] ? { 'anthropic-beta': 'a,b' } : headers);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'an object in place of a list',
      { fallbacks: { 0: { model: 'evil' }, length: 1 } },
      'fallbacks: must be an array.',
    ],
    ['tools that are not a list', { tools: { 0: weather } }, 'tools: must be an array.'],
    ['a fallback that is a name', { fallbacks: ['claude-opus-5'] }, 'fallbacks[0]: must be an object.'],
    ['a fallback that is a list', { fallbacks: [['claude-opus-5']] }, 'fallbacks[0]: must be an object.'],
    ['tokens that are a text', { fallbacks: [{ max_tokens: '9999' }] }, 'fallbacks[0].max_tokens: must be a number.'],
    ['a turn that is a text', { messages: ['Hello'] }, 'messages[0]: must be an object.'],
    [
      'a definition in a list',
      {
        messages: [{ role: 'system', content: [{ type: 'tool_addition', tool: [{ definition: search }] }] }],
      },
      'messages[0].content[0].tool: must be an object.',
    ],
    [
      'a role that is new',
      { messages: [{ role: 'tool', content: 'Hi' }] },
      'messages[0].role: must be one of user, assistant, system.',
    ],
    [
      'a turn without a role',
      { messages: [{ content: 'Hi' }] },
      'messages[0].role: must be one of user, assistant, system.',
    ],
    [
      'a turn without content',
      { messages: [{ role: 'user' }] },
      'messages[0].content: must be a string or an array of blocks.',
    ],
    ['a block without a type', said([{}]), 'messages[0].content[0].type: must be a string.'],
    [
      'a text that is an object',
      said([{ type: 'text', text: { a: 1 } }]),
      'messages[0].content[0].text: must be a string.',
    ],
    [
      'a picture of a new kind',
      said([{ type: 'image', source: { type: 'base64', media_type: 'text/html' } }]),
      'messages[0].content[0].source.media_type: must be one of image/jpeg, image/png, image/gif, image/webp, application/pdf.',
    ],
    [
      'a new effort',
      { output_config: { effort: 'absurd' } },
      'output_config.effort: must be one of low, medium, high, xhigh, max.',
    ],
    [
      'a new kind of thinking',
      { thinking: { type: 'aloud' } },
      'thinking.type: must be one of enabled, adaptive, between_tools, disabled.',
    ],
    ['a new tool choice', { tool_choice: { type: 'two' } }, 'tool_choice.type: must be one of auto, any, tool, none.'],
    ['stop sequences that are numbers', { stop_sequences: [1] }, 'stop_sequences[0]: must be a string.'],
    ['a temperature that is a text', { temperature: '1' }, 'temperature: must be a number.'],
    ['a model that is a list', { model: ['claude-sonnet-5'] }, 'model: must be a string.'],
    ['a stream that is a text', { stream: 'true' }, 'stream: must be true or false.'],
    ['a stream that is a number', { stream: 1 }, 'stream: must be true or false.'],
    ['a deep schema', { tools: [{ ...weather, input_schema: nested(300) }] }, tooDeep],
    ['deep content', said(nested(300)), tooDeep],
  ])('refuses %s, which no policy can judge', async (_, given, message) => {
    const response = await ask({ ...params, ...given }, { params: [...safeParams, 'fallbacks'] });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ type: 'error', error: { type: 'invalid_request_error', message } });
    expect(api.requests).toEqual([]);
  });

  it('refuses a body that is nested beyond the stack', async () => {
    const body = JSON.stringify(said('x')).replace('"x"', '['.repeat(100_000) + ']'.repeat(100_000));
    expect(await (await ask(body)).json()).toMatchObject({ error: { message: tooDeep } });
  });

  it('refuses params of a fallback that the policy does not name', async () => {
    const fallbacks = [{ model: 'claude-sonnet-5', speed: 'fast' }];
    const response = await ask({ ...params, fallbacks }, { params: [...safeParams, 'fallbacks'] });
    expect(response.status).toBe(403);
    const message =
      'fallbacks[0].speed: is not allowed here. Leave it out, or add "speed" to allow.params of the proxy.';
    expect(await response.json()).toMatchObject({ error: { message } });
  });

  it('refuses a fallback that the API chooses', async () => {
    const response = await ask({ ...params, fallbacks: 'default' }, { params: ['fallbacks'] });
    expect(await response.json()).toMatchObject({
      error: { message: 'fallbacks: must be an array that names the models.' },
    });
  });

  it('admits a long conversation by default', async () => {
    const source = { type: 'base64', media_type: 'image/png', data: 'AA==' };
    const body = {
      ...params,
      system: [{ type: 'text', text: 'Be brief', cache_control: { type: 'ephemeral' } }],
      thinking: { type: 'adaptive' },
      output_config: { effort: 'low' },
      stop_sequences: ['END'],
      temperature: 1,
      top_p: 0.9,
      top_k: 5,
      cache_control: { type: 'ephemeral' },
      tool_choice: { type: 'auto' },
      tools: [weather],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image', source },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm', signature: 'x' },
            { type: 'redacted_thinking', data: 'x' },
            {
              type: 'tool_use',
              id: 'toolu_1',
              name: 'get_weather',
              input: { type: 'anything', content: { type: 'x' } },
            },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1', content: 'Sunny' },
            { type: 'document', source: { type: 'content', content: [{ type: 'image', source }] } },
            { type: 'document', source: { type: 'url', url: 'https://files.example/a.pdf' } },
            { type: 'search_result', source: 'a', title: 'A', content: [{ type: 'text', text: 'A' }] },
          ],
        },
      ],
    };
    const response = await ask(body, { tools: ['get_weather'] });
    expect(response.status).toBe(200);
    expect(api.requests[0]!.body).toEqual(body);
  });

  it('stops reading a body at maxBodyBytes', async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      { pull: (controller) => controller.enqueue(new Uint8Array(100).fill(32 + 0 * ++pulled)) },
      { highWaterMark: 0 },
    );
    const client = new AnthropicClient({ baseURL: api.url, apiKey: key });
    const handler = proxyHandler({ client, allow: { ...allow, maxBodyBytes: 1000 }, authorize: 'everyone' });
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body, duplex: 'half' };
    const response = await handler(new Request('https://page.example/v1/messages', init));
    expect({ status: response.status, pulled }).toEqual({ status: 413, pulled: 11 });
  });

  it('accepts a body of exactly maxBodyBytes', async () => {
    const body = JSON.stringify(params);
    const client = new AnthropicClient({ baseURL: api.url, apiKey: key });
    const headers = { 'content-type': 'application/json' };
    const statuses = [0, 1].map(async (less) => {
      const handler = proxyHandler({
        client,
        allow: { ...allow, maxBodyBytes: body.length - less },
        authorize: 'everyone',
      });
      const request = new Request('https://page.example/v1/messages', { method: 'POST', headers, body });
      return (await handler(request)).status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 413]);
  });

  it.each([
    ['invalid JSON', '{', 400, 'body: must be JSON.'],
    ['a list', '[]', 400, 'body: must be an object, such as { model, max_tokens, messages }.'],
    ['null', 'null', 400, 'body: must be an object, such as { model, max_tokens, messages }.'],
    ['nothing', '', 400, 'body: is empty. If middleware reads bodies, add the handler before it.'],
    [
      'missing params',
      '{}',
      400,
      'model: must be the id of a model, such as "claude-sonnet-5"; messages: must be an array of turns, such as [{ role: "user", content: "Hello" }]; max_tokens: must be a whole number of tokens, such as 1024, or 0 to only warm the prompt cache.',
    ],
    [
      'a limit that is not a number',
      JSON.stringify({ ...params, max_tokens: '99999' }),
      400,
      'max_tokens: must be a number.',
    ],
  ])('refuses %s', async (_, body, status, message) => {
    const response = await ask(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ type: 'error', error: { type: 'invalid_request_error', message } });
  });

  it('refuses a request that a form of another site could send', async () => {
    const response = await ask(params, {}, { 'content-type': 'text/plain' });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ error: { message: 'content-type: must be application/json.' } });
  });

  it.each([
    [{ maxTokens: undefined }, 'allow.maxTokens: is missing; pass a whole number above 0'],
    [{ maxTokens: Number.POSITIVE_INFINITY }, 'allow.maxTokens: is Infinity; pass a whole number above 0'],
    [{ models: 'claude-sonnet-5' }, 'allow.models: is a string; pass an array of strings'],
    [{ tools: ['a', 1] }, 'allow.tools: must be an array of strings'],
    [{ maxBodyBytes: 0 }, 'allow.maxBodyBytes: is 0; pass a whole number above 0'],
    [{ maxBodyBytes: Number.POSITIVE_INFINITY }, 'allow.maxBodyBytes: is Infinity; pass a whole number above 0'],
    [{ countTokens: 'no' }, 'allow.countTokens: is a string; pass true or false'],
  ])('cannot be %j', (wrong, message) => {
    const policy = { ...allow, ...wrong } as unknown as AllowPolicy;
    expect(() =>
      proxyHandler({ client: new AnthropicClient({ apiKey: key }), allow: policy, authorize: 'everyone' }),
    ).toThrow(expect.objectContaining({ name: 'InvalidOptionsError', message: `proxyHandler: ${message}` }));
  });

  it('reaches the client in the browser as its own error class', async () => {
    const browser = new AnthropicClient({
      baseURL: 'https://page.example/api',
      apiKey: null,
      fetch: (url, init) => {
        const client = new AnthropicClient({ baseURL: api.url, apiKey: key });
        return proxyHandler({ client, allow, authorize: 'everyone' })(new Request(url, init));
      },
    });
    await expect(lastValueFrom(browser.messages.stream({ ...params, model: 'other' }))).rejects.toMatchObject({
      name: 'PermissionDeniedError',
      type: 'permission_error',
    });
    await expect(firstValueFrom(browser.messages.stream({ ...params, max_tokens: 1e6 }))).rejects.toMatchObject({
      name: 'BadRequestError',
    });
  });
});
