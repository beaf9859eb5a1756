import type { JSONOutputFormat } from '../types/output-config.ts';
import type { Schema } from '../types/standard-schema.ts';
import { jsonSchemaOf } from './json-schema-of.ts';
import { outputSchema } from './output-schema.ts';

/**
 * Converts a schema to `output_config.format`, so that the model follows it. Rules that the API cannot enforce, such as
 * `minimum` or `pattern`, become part of the descriptions; `finalOutput` validates them. Throws `InvalidParamsError`
 * for a schema that cannot be converted.
 *
 * @example Ask for a person
 * ```ts
 * import { AnthropicClient, finalOutput, outputFormat } from 'anthropic-rxjs';
 * import * as z from 'zod/mini';
 *
 * const Person = z.object({ name: z.string(), age: z.number() });
 * new AnthropicClient().messages
 *   .stream({
 *     model: 'claude-sonnet-5', max_tokens: 1024, messages: [{ role: 'user', content: 'Ada Lovelace' }],
 *     output_config: { format: outputFormat(Person) },
 *   })
 *   .pipe(finalOutput(Person)).subscribe(({ name }) => console.log(name));
 * ```
 */
export function outputFormat(schema: Schema): JSONOutputFormat {
  const path = 'output_config.format.schema';
  return { type: 'json_schema', schema: outputSchema(jsonSchemaOf(schema, path), path) };
}
