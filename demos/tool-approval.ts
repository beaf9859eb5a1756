import { runTools, tool } from 'anthropic-rxjs';
import { tap, timer, map } from 'rxjs';
import * as z from 'zod/mini';
import { type Demo, model, write } from './support/demo.ts';

const weather = tool({
  name: 'get_weather',
  description: 'Get the weather of a place',
  inputSchema: z.object({ location: z.string() }),
  // Three at once take as long as one.
  run: ({ location }) => timer(50).pipe(map(() => `mild in ${location}`)),
});

export default {
  shows: 'parallel tool calls, which a user approves or denies',
  run: (client) =>
    runTools(
      client.messages,
      {
        model,
        max_tokens: 1024,
        messages: [{ role: 'user', content: "What's the weather in Paris and Berlin and Tokyo?" }],
      },
      {
        tools: [weather],
        approve: ({ input }) => (JSON.stringify(input).includes('Berlin') ? { reason: 'not Berlin' } : true),
      },
    ).pipe(
      tap((event) => {
        if (event.type === 'tool_started') write(`[started] ${JSON.stringify(event.toolUse.input)}\n`);
        else if (event.type === 'tool_failed') write(`[refused] ${JSON.stringify(event.toolUse.input)}\n`);
        else if (event.type === 'tool_finished') write(`[done] ${JSON.stringify(event.toolUse.input)}\n`);
        else if (event.type === 'run_finished') {
          write(event.message.content.map((block) => (block.type === 'text' ? block.text : '')).join('') + '\n');
        }
      }),
    ),
} satisfies Demo;
