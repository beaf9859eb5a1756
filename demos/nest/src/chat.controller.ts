import { Controller, Get, Header, type MessageEvent, Query, Sse } from '@nestjs/common';
import { AnthropicClient, textDeltas, toServerSentEvents } from 'anthropic-rxjs';
import { map, type Observable } from 'rxjs';
import { page } from './page.ts';
import { relayPage } from './relay-page.ts';

@Controller()
export class ChatController {
  constructor(private readonly client: AnthropicClient) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  index(): string {
    return page;
  }

  @Get('relay')
  @Header('content-type', 'text/html; charset=utf-8')
  relay(): string {
    return relayPage;
  }

  /**
   * Nest subscribes for each request and unsubscribes when the browser disconnects, which aborts the request to the API.
   * The last event is `done` or `error`: the page closes its `EventSource` then, or it would connect, and pay, again.
   */
  @Sse('chat')
  chat(@Query('prompt') prompt: string): Observable<MessageEvent> {
    return this.client.messages
      .stream({ model: 'claude-sonnet-5', max_tokens: 1024, messages: [{ role: 'user', content: prompt }] })
      .pipe(
        textDeltas(),
        map((text) => ({ type: 'text', text })),
        // A model may think for minutes: pings keep proxies from closing the connection.
        toServerSentEvents({ format: 'message-event', heartbeat: 15_000 }),
      );
  }
}
