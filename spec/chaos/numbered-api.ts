import type { Message, MessageCreateParams, MessageStreamEvent } from '../../lib/index.ts';
import { blockStop, text, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';

/** A request to the API of the chaos: the number of pieces of text, and the ms between them. */
export interface Order {
  readonly count: number;
  readonly every: number;
}

export const paramsOf = (order: Order): MessageCreateParams => ({
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: JSON.stringify(order) }],
});

/** The first pieces of every reply. */
export const textOf = (count: number): string => Array.from({ length: count }, (_, i) => `${i};`).join('');

/** An API that counts. In a conversation in which it has already counted, it continues from there. */
export const numberedApi: typeof fetch = (_, init) => {
  const { messages } = JSON.parse(init?.body as string) as MessageCreateParams;
  const { count, every } = JSON.parse(messages[0]!.content as string) as Order;
  const said = JSON.stringify(messages[1]?.content ?? '').match(/\d+;/g)?.length ?? 0;
  let timer: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send = (event: MessageStreamEvent) =>
        controller.enqueue(new TextEncoder().encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`));
      let i = said;
      let due = performance.now();
      send(messageStart({ id: `msg_${count}` } satisfies Partial<Message>));
      send(textStart(0));
      timer = setInterval(() => {
        for (; due <= performance.now() && i < count; due += every) send(text(0, `${i++};`));
        if (i < count) return;
        for (const event of [blockStop(0), messageDelta(), messageStop]) send(event);
        controller.close();
        clearInterval(timer);
      }, 5);
      init?.signal?.addEventListener('abort', () => clearInterval(timer));
    },
    cancel: () => clearInterval(timer),
  });
  return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
};
