import Anthropic from '@anthropic-ai/sdk';
import { createAnthropic } from '@ai-sdk/anthropic';
import { experimental_streamTextLowMemory as streamTextLowMemory, streamText } from 'ai';
import { createParser } from 'eventsource-parser';
import { finalize, lastValueFrom, type Observable } from 'rxjs';
import { AnthropicClient, finalMessage, type MessageStreamEvent, snapshots, textDeltas } from '../../../lib/index.ts';
import { ask } from './ask.ts';
import { naiveSnapshots, naiveStream } from './naive-stream.ts';

/** Where the requests go: memory, or a server on loopback. */
export interface Api {
  readonly fetch: typeof fetch;
  readonly baseURL: string;
}

/** The floor: read, parse the event stream, parse JSON. */
export async function floor({ fetch, baseURL }: Api): Promise<void> {
  const { body } = await fetch(`${baseURL}/v1/messages`, { method: 'POST', body: JSON.stringify(ask) });
  if (!body) throw new Error('The response lacks a body.');
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = createParser({ onEvent: ({ data }) => JSON.parse(data) as unknown });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true })); // the types of Node leave it open
  }
}

const ours =
  (use: (events$: Observable<MessageStreamEvent>) => Observable<unknown>) =>
  ({ fetch, baseURL }: Api) =>
    lastValueFrom(use(new AnthropicClient({ apiKey: 'key', fetch, baseURL }).messages.stream(ask)), {
      defaultValue: undefined,
    });

const official = ({ fetch, baseURL }: Api) => new Anthropic({ apiKey: 'key', fetch, baseURL });

const vercel = ({ fetch, baseURL }: Api) => ({
  model: createAnthropic({ apiKey: 'key', fetch, baseURL: `${baseURL}/v1` })(ask.model),
  prompt: 'Hello',
});

/** Everyone who reads a stream, the floor first. */
export const contestants = {
  'the floor': floor,
  'stream()': ours((events$) => events$),
  'textDeltas()': ours((events$) => events$.pipe(textDeltas())),
  'snapshots()': ours((events$) => events$.pipe(snapshots())),
  'finalMessage()': ours((events$) => events$.pipe(finalMessage())),
  'official SDK, raw': async (api: Api) => {
    const stream = await official(api).messages.create({ ...ask, stream: true });
    for await (const _ of stream);
  },
  'official SDK, helper': (api: Api) => official(api).messages.stream(ask).finalMessage(),
  'Vercel textStream': async (api: Api) => {
    for await (const _ of streamText(vercel(api)).textStream);
  },
  'Vercel, streamRetries': async (api: Api) => {
    for await (const _ of streamText({ ...vercel(api), streamRetries: 1 }).textStream);
  },
  'Vercel, low memory': async (api: Api) => {
    for await (const _ of streamTextLowMemory(vercel(api)).textStream);
  },
  'naive RxJS + zod': (api: Api) => lastValueFrom(naiveStream(api)),
  'naive, snapshots': (api: Api) =>
    lastValueFrom(
      naiveStream(api).pipe(
        naiveSnapshots(),
        finalize(() => undefined),
      ),
    ),
} satisfies Record<string, (api: Api) => Promise<unknown>>;

export type Contestant = keyof typeof contestants;
