import { EventSourceParserStream } from 'eventsource-parser/stream';
import { defer, from, map, type Observable, type OperatorFunction, scan, switchMap } from 'rxjs';
import { z } from 'zod';
import { ask } from './ask.ts';

const block = z.looseObject({ type: z.string() });
const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message_start'), message: z.looseObject({ content: z.array(block) }) }),
  z.object({ type: z.literal('content_block_start'), index: z.number(), content_block: block }),
  z.object({ type: z.literal('content_block_delta'), index: z.number(), delta: z.looseObject({ type: z.string() }) }),
  z.object({ type: z.literal('content_block_stop'), index: z.number() }),
  z.object({ type: z.literal('message_delta'), delta: z.looseObject({}), usage: z.looseObject({}) }),
  z.object({ type: z.literal('message_stop') }),
]);
type Event = z.infer<typeof event>;

/** A quick solution: web streams, `from`, and a full schema for each event. */
export function naiveStream({
  fetch,
  baseURL,
}: {
  fetch: typeof globalThis.fetch;
  baseURL: string;
}): Observable<Event> {
  return defer(() => fetch(`${baseURL}/v1/messages`, { method: 'POST', body: JSON.stringify(ask) })).pipe(
    switchMap(({ body }) => {
      if (!body) throw new Error('The response lacks a body.');
      // The types of Node and of the web differ.
      const text = body.pipeThrough(new TextDecoderStream());
      return from(text.pipeThrough(new EventSourceParserStream()) as unknown as AsyncIterable<{ data: string }>);
    }),
    map(({ data }) => event.parse(JSON.parse(data))),
  );
}

interface Draft {
  readonly content: readonly Readonly<Record<string, unknown>>[];
}

/** A copy of everything for each event. */
export function naiveSnapshots(): OperatorFunction<Event, Draft> {
  return scan(
    (message: Draft, event): Draft => {
      const content = message.content.map((block) => ({ ...block }));
      if (event.type === 'content_block_start') content.push(event.content_block);
      const block = event.type === 'content_block_delta' ? content[event.index] : undefined;
      if (block && event.type === 'content_block_delta' && typeof event.delta['text'] === 'string') {
        block['text'] = `${String(block['text'])}${event.delta['text']}`;
      }
      return { ...message, content };
    },
    { content: [] },
  );
}
