import { conversation, finalText } from 'anthropic-rxjs';
import { concat, defer, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'a conversation that remembers its turns, and a fork of it (conversation)',
  run: (client) => {
    const chat = conversation(client, { model, max_tokens: 1024 });
    const say = (to: typeof chat, content: string) =>
      to.send(content).pipe(
        finalText(),
        tap((text) => write(`${content} — ${text}\n`)),
      );
    return concat(
      say(chat, "Hi, I'm Alice"),
      defer(() => say(chat.fork(), "What's my name?")),
      defer(() => say(chat, 'What is 2+2?')),
    ).pipe(tap({ complete: () => write(`${chat.history.length} turns\n`) }));
  },
} satisfies Demo;
