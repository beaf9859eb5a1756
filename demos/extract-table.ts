import { outputElements, outputFormat } from 'anthropic-rxjs';
import { tap } from 'rxjs';
import * as z from 'zod/mini';
import { type Demo, model, write } from './support/demo.ts';

const Planet = z.object({ name: z.string(), moons: z.number() });
const Table = z.object({ planets: z.array(Planet) });

export default {
  shows: 'a table that fills row by row while the reply streams',
  run: (client) =>
    client.messages
      .stream({
        model,
        max_tokens: 1024,
        messages: [{ role: 'user', content: 'List the planets with their moons.' }],
        output_config: { format: outputFormat(Table) },
      })
      .pipe(
        outputElements(Planet, { key: 'planets' }),
        tap(({ name, moons }) => write(`${name.padEnd(8)} ${String(moons).padStart(3)}\n`)),
      ),
} satisfies Demo;
