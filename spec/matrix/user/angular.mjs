import '@angular/compiler';
import { createEnvironmentInjector, Injector, PLATFORM_ID, runInInjectionContext } from '@angular/core';
import { AnthropicClient } from 'anthropic-rxjs';
import { messageStream } from 'anthropic-rxjs/angular';
import { fakeFetch, messageEvents } from 'anthropic-rxjs/testing';

const injector = createEnvironmentInjector(
  [{ provide: PLATFORM_ID, useValue: 'browser' }],
  Injector.create({ providers: [] }),
);
globalThis.requestAnimationFrame = (draw) => setTimeout(draw, 0);
globalThis.cancelAnimationFrame = clearTimeout;
const { messages } = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(messageEvents('Hello world')) });
const ask = (content) =>
  messages.stream({ model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content }] });
const reply = runInInjectionContext(injector, () => messageStream(ask));
reply.send('Hello');
const timer = setInterval(() => {
  if (!['done', 'error'].includes(reply.status())) return;
  clearInterval(timer);
  console.log(`${reply.status()}: ${reply.text()}`);
  injector.destroy();
}, 10);
