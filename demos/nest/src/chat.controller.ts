import { Controller, Get, Header, type MessageEvent, Query, Sse } from '@nestjs/common';
import { AnthropicClient, textDeltas, toServerSentEvents } from 'anthropic-rxjs';
import { concat, map, type Observable, of } from 'rxjs';
import { page } from './page.ts';

@Controller()
export class ChatController {
  constructor(private readonly client: AnthropicClient) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  index(): string {
    return page;
  }

  /** Nest subscribes for each request and unsubscribes when the browser leaves, which aborts the call of the API. */
  @Sse('chat')
  chat(@Query('prompt') prompt: string): Observable<MessageEvent> {
    const text$ = this.client.messages
      .stream({ model: 'claude-sonnet-5', max_tokens: 1024, messages: [{ role: 'user', content: prompt }] })
      .pipe(
        textDeltas(),
        map((text) => ({ type: 'text', text })),
      );
    // An EventSource that is not told to stop would connect, and pay, again.
    return concat(text$, of({ type: 'done' })).pipe(toServerSentEvents({ format: 'message-event' }));
  }
}
