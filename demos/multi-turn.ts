import { finalMessage, type MessageParam } from 'anthropic-rxjs';
import { concat, defer, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'a conversation: each turn is sent with those before it',
  run: (client) => {
    const conversation: MessageParam[] = [];
    const send = (content: string) =>
      defer(() => {
        conversation.push({ role: 'user', content });
        write(`User: ${content}\n`);
        return client.messages.stream({ model, max_tokens: 1024, messages: conversation });
      }).pipe(
        finalMessage(),
        tap(({ content }) => {
          conversation.push({ role: 'assistant', content });
          write(`Claude: ${content.map((block) => (block.type === 'text' ? block.text : '')).join('')}\n`);
        }),
      );
    return concat(send("Hi, I'm Alice"), send("What's my name?"));
  },
} satisfies Demo;
