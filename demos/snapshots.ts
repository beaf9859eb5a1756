import { snapshots } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

export default {
  shows: 'the message so far after each event',
  run: (client) =>
    client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content: 'Count to 10' }] }).pipe(
      snapshots(),
      tap(({ content: [block] }) => block?.type === 'text' && write(`${block.text.length} characters\n`)),
    ),
} satisfies Demo;
