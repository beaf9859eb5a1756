import { type AnthropicClient, AnthropicError, finalText, isAPIError, textDeltas } from 'anthropic-rxjs';
import { firstValueFrom, lastValueFrom, type Observable, take, toArray } from 'rxjs';

const ask = (model: string) => ({
  model,
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'Hello' }],
});

/** Uses the features of a client that depend on the runtime; returns the results by name. */
export async function smoke(client: AnthropicClient): Promise<Record<string, unknown>> {
  const { messages } = client;
  return {
    text: await lastValueFrom(messages.stream(ask('claude-sonnet-5')).pipe(finalText())),
    pieces: await lastValueFrom(messages.stream(ask('claude-sonnet-5')).pipe(textDeltas(), toArray())),
    message: (await firstValueFrom(messages.create(ask('claude-sonnet-5')))).content,
    refused: await nameOf(messages.stream(ask('missing'))),
    unsent: await nameOf(messages.stream({ ...ask('claude-sonnet-5'), max_tokens: -1 })),
    left: await lastValueFrom(messages.stream(ask('endless')).pipe(textDeltas(), take(1))),
  };
}

/** The result of `smoke` in every runtime. */
export const expected: Record<string, unknown> = {
  text: 'Grüße, 世界 🌍',
  pieces: ['Grüße,', ' 世界', ' 🌍'],
  message: [{ type: 'text', text: 'Grüße, 世界 🌍' }],
  refused: 'NotFoundError 404',
  unsent: 'InvalidParamsError',
  left: 'Grüße,',
};

async function nameOf(source: Observable<unknown>): Promise<string> {
  const error: unknown = await lastValueFrom(source).catch((error: unknown) => error);
  if (!(error instanceof AnthropicError)) return `no error of ours: ${String(error)}`;
  return isAPIError(error) ? `${error.name} ${error.status ?? ''}` : error.name;
}
