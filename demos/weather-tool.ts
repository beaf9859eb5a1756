import { runTools, textDeltas, tool, turnEvents } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import * as z from 'zod/mini';
import { type Demo, model, write } from './support/demo.ts';

const weather = tool({
  name: 'get_weather',
  description: 'Get the weather of a place',
  inputSchema: z.object({ location: z.string() }),
  run: ({ location }) => (location.includes('Paris') ? '18 °C and sunny' : '9 °C and rain'),
});

export default {
  shows: 'a tool that the model calls, and the reply with its result, as one stream',
  run: (client) =>
    runTools(
      client.messages,
      { model, max_tokens: 1024, messages: [{ role: 'user', content: "What's the weather in Paris?" }] },
      { tools: [weather] },
    ).pipe(
      tap((event) => event.type === 'tool_finished' && write(`\n[${event.toolUse.name} is done]\n`)),
      turnEvents(),
      textDeltas(),
      tap({ next: write, complete: () => write('\n') }),
    ),
} satisfies Demo;
