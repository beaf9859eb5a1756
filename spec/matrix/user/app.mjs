import { AnthropicClient, finalText, outputFormat, runTools, textDeltas, tool, turnEvents } from 'anthropic-rxjs';
import { proxyHandler } from 'anthropic-rxjs/relay';
import { fakeFetch, messageEvents } from 'anthropic-rxjs/testing';
import { lastValueFrom, toArray } from 'rxjs';
import * as z from 'zod';

const params = { model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
const clientOf = (...replies) => new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(replies) });

const { messages } = clientOf(messageEvents('Hello world'));
const pieces = await lastValueFrom(messages.stream(params).pipe(textDeltas(), toArray()));

const called = messageEvents({
  content: { type: 'tool_use', name: 'add', input: { a: 1, b: 2 } },
  stop_reason: 'tool_use',
});
const add = tool({
  name: 'add',
  description: 'Adds two numbers',
  inputSchema: z.object({ a: z.number(), b: z.number() }),
  run: ({ a, b }) => String(a + b),
});
const run$ = runTools(clientOf(called, messageEvents('It is 3')).messages, params, { tools: [add] });
const answer = await lastValueFrom(run$.pipe(turnEvents(), finalText()));

const handler = proxyHandler({
  client: clientOf(messageEvents('Through the proxy')),
  allow: { models: ['claude-sonnet-5'], maxTokens: 64 },
  authorize: 'everyone',
});
const page = new AnthropicClient({
  apiKey: null,
  baseURL: 'https://page.example',
  fetch: (url, init) => handler(new Request(url, init)),
});
const proxied = await lastValueFrom(page.messages.stream(params).pipe(finalText()));

const { format } = { format: outputFormat(z.object({ city: z.string() })) };
console.log(JSON.stringify({ pieces, answer, proxied, schema: format.schema.required }));
