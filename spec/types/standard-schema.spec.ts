import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, type Observable } from 'rxjs';
import * as v from 'valibot';
import * as z from 'zod';
import * as mini from 'zod/mini';
import {
  type DeepPartial,
  finalOutput,
  outputElements,
  partialOutput,
  type RunnableTool,
  tool,
} from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import type { Same } from '../support/type-assertions.ts';

/** The values of an Observable. */
type Emits<T> = T extends Observable<infer Value> ? Value : never;
/** The input that a tool runs with. */
type InputOf<T> = T extends RunnableTool<infer Input> ? Input : never;

interface Person {
  name: string;
  tags: string[];
}

const schemas = {
  zod: z.object({ name: z.string(), tags: z.array(z.string()) }),
  mini: mini.object({ name: mini.string(), tags: mini.array(mini.string()) }),
  valibot: v.object({ name: v.string(), tags: v.array(v.string()) }),
};
const events$ = from(messageEvents('{"name":"Ada","tags":["x"]}'));

describe('the schemas of a library', () => {
  it('type the output of zod, zod/mini and Valibot alike', async () => {
    const pipes = {
      zod: events$.pipe(finalOutput(schemas.zod)),
      mini: events$.pipe(finalOutput(schemas.mini)),
      valibot: events$.pipe(finalOutput(schemas.valibot)),
    };
    expect(true satisfies Same<Emits<typeof pipes.zod>, Person>).toBe(true);
    expect(true satisfies Same<Emits<typeof pipes.mini>, Person>).toBe(true);
    expect(true satisfies Same<Emits<typeof pipes.valibot>, Person>).toBe(true);
    for (const output$ of Object.values(pipes)) {
      expect(await lastValueFrom<Person>(output$)).toEqual({ name: 'Ada', tags: ['x'] });
    }
  });

  it('type growing output as partial, and elements as complete', () => {
    const _partial$ = events$.pipe(partialOutput(schemas.valibot));
    const _element$ = events$.pipe(outputElements(v.string(), { key: 'tags' }));
    expect(true satisfies Same<Emits<typeof _partial$>, DeepPartial<Person>>).toBe(true);
    expect(true satisfies Same<DeepPartial<Person>, { name?: string; tags?: string[] }>).toBe(true);
    expect(true satisfies Same<Emits<typeof _element$>, string>).toBe(true);
  });

  it('type the input of a tool as the output of its schema', () => {
    const _parsed = tool({
      name: 'f',
      description: 'x',
      inputSchema: z.object({ at: z.string().transform((text) => new Date(text)) }),
      run: ({ at }) => at.toISOString(),
    });
    expect(true satisfies Same<InputOf<typeof _parsed>, { at: Date }>).toBe(true);
  });

  it('report the path of invalid output', async () => {
    const wrong$ = from(messageEvents('{"name":7,"tags":[]}')).pipe(finalOutput(schemas.valibot));
    await expect(lastValueFrom(wrong$)).rejects.toMatchObject({
      name: 'OutputValidationError',
      issues: [{ path: 'name' }],
    });
  });
});
