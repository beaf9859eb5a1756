import { runTools, tool } from 'anthropic-rxjs';
import { concatMap, from, map, tap, timer } from 'rxjs';
import * as z from 'zod/mini';
import { type Demo, model, write } from './support/demo.ts';

const forecast = tool({
  name: 'weather_forecast',
  description: 'Compute the weather forecast of a place',
  inputSchema: z.object({ place: z.string() }),
  // Values before the last one are progress.
  run: ({ place }) =>
    from(['reading satellites', 'running the model', `dry in ${place}`]).pipe(
      concatMap((step) => timer(20).pipe(map(() => step))),
    ),
});

export default {
  shows: 'an agent whose tool reports its progress',
  run: (client) =>
    runTools(
      client.messages,
      { model, max_tokens: 1024, messages: [{ role: 'user', content: 'What is the weather forecast for London?' }] },
      { tools: [forecast], maxTurns: 3 },
    ).pipe(
      tap((event) => {
        if (event.type === 'tool_progress') write(`  ${JSON.stringify(event.content)}…\n`);
        else if (event.type === 'turn_finished')
          write(`[turn ${event.turn} used ${event.usage.output_tokens} tokens so far]\n`);
        else if (event.type === 'run_finished') {
          write(event.message.content.map((block) => (block.type === 'text' ? block.text : '')).join('') + '\n');
        }
      }),
    ),
} satisfies Demo;
