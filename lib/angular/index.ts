export { chat, type SignalChat, type SignalChatOptions } from './chat.ts';
export { type MessageStream, messageStream, type MessageStreamOptions } from './message-stream.ts';
export { injectAnthropic, provideAnthropic } from './provide-anthropic.ts';
