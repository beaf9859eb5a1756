import type { ObservableInput } from 'rxjs';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { Schema, SchemaOutput } from '../types/standard-schema.ts';
import type { ClientToolOptions } from '../types/tool-options.ts';
import type { Tool, ToolUnion } from '../types/tool-param.ts';
import type { ToolResultBlockParam, ToolResultContent } from '../types/tool-result-block-param.ts';
import { jsonSchemaOf } from '../output/json-schema-of.ts';
import { outputSchema } from '../output/output-schema.ts';

/** The result of a tool for the model: text, a block, or blocks. */
export type ToolOutput = string | ToolResultContent | NonNullable<ToolResultBlockParam['content']>;

/** The second argument of a tool. */
export interface ToolContext {
  /** The call of the model. */
  readonly toolUse: ToolUseBlock;
  /** Aborts when the run ends before the tool. */
  readonly signal: AbortSignal;
}

/**
 * A tool that can run. Create one with `tool()`; or, for a tool that the API defines, write
 * `{ name: 'bash', definition: { type: 'bash_20250124', name: 'bash' }, run }`.
 */
export interface RunnableTool<Input = unknown> {
  /** The name in its calls. */
  readonly name: string;
  /** The definition for the API. `tool()` creates it on the first read. */
  readonly definition: ToolUnion;
  /** The schema that validates the input before `run` gets it. */
  readonly inputSchema?: Schema | undefined;
  /**
   * Does the work and returns a text, a block or an array of blocks. Of a promise, an Observable or an async generator, the
   * last value is the result, and the earlier ones are progress. An exception goes to the model as an error.
   */
  run(input: Input, context: ToolContext): ToolOutput | undefined | ObservableInput<ToolOutput | undefined>;
}

/** The argument of `tool()`: the fields of an API tool, a schema as `inputSchema`, and `run`. */
export interface ToolOptionsOf<S extends Schema> extends ClientToolOptions, Pick<Tool, 'eager_input_streaming'> {
  readonly name: string;
  /** What it does and when to call it; more detail is better. */
  readonly description: string;
  /** Zod 4, zod/mini, any Standard Schema with JSON Schema, or plain JSON Schema; its root is an object. */
  readonly inputSchema: S;
  /** See `RunnableTool.run`. */
  readonly run: RunnableTool<SchemaOutput<S>>['run'];
}

/**
 * A tool for `runTools`, its input typed and validated by a schema. The first use converts the schema to JSON Schema;
 * `InvalidParamsError` if that fails. With `strict` the client sends it in the form that strict tools need.
 *
 * @example The weather
 * ```ts
 * import { tool } from 'anthropic-rxjs';
 * import * as z from 'zod/mini';
 *
 * export const weather = tool({
 *   name: 'get_weather',
 *   description: 'Tells the weather of a city.',
 *   inputSchema: z.object({ city: z.string() }),
 *   run: ({ city }, { signal }) => fetch(`https://weather.example/${city}`, { signal }).then((res) => res.text()),
 * });
 * ```
 * @see runTools
 */
export function tool<S extends Schema>(options: ToolOptionsOf<S>): RunnableTool<SchemaOutput<S>> {
  const { inputSchema, run, ...rest } = options;
  let definition: Tool | undefined;
  return {
    name: options.name,
    get definition() {
      return (definition ??= { ...rest, input_schema: inputSchemaOf(options) });
    },
    inputSchema,
    run,
  };
}

function inputSchemaOf({ name, inputSchema, strict }: ToolOptionsOf<Schema>): Tool['input_schema'] {
  const path = `tools.${name}.input_schema`;
  const schema = jsonSchemaOf(inputSchema, path);
  if (schema['type'] !== 'object') throw new InvalidParamsError([{ path, message: 'must be the schema of an object' }]);
  return { ...(strict ? outputSchema(schema, path) : schema), type: 'object' };
}
