import {
  AnthropicClient,
  finalMessage,
  isAPIError,
  type Message,
  type MessageCreateParams,
  runTools,
  type RunnableTool,
  textDeltas,
  turnEvents,
} from 'anthropic-rxjs';
import { createGate } from 'anthropic-rxjs';
import { proxyHandler, toNodeHandler } from 'anthropic-rxjs/relay';
import { fakeFetch, messageEvents } from 'anthropic-rxjs/testing';
import type { Observable } from 'rxjs';

const client = new AnthropicClient({ fetch: fakeFetch(messageEvents('Hello')) });
const params: MessageCreateParams = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Hello' }],
};

export const text$: Observable<string> = client.messages.stream(params).pipe(textDeltas());
export const message$: Observable<Message> = client.messages.stream(params).pipe(finalMessage());
export const run = (tools: RunnableTool[]): Observable<string> =>
  runTools(client.messages, params, { tools }).pipe(turnEvents(), textDeltas());
export const status = (error: unknown): number | undefined => (isAPIError(error) ? error.status : undefined);
export const gate = createGate();
export const listener = toNodeHandler(
  proxyHandler({ client, allow: { models: ['claude-sonnet-5'], maxTokens: 64 }, authorize: 'everyone' }),
);
// @ts-expect-error: the parameter has another name
export const wrong = client.messages.stream({ ...params, max_token: 64 });
