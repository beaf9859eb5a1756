export { type MessageStream, messageStream, type MessageStreamOptions } from './message-stream.ts';
export { injectAnthropic, provideAnthropic } from './provide-anthropic.ts';
