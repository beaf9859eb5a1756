import type { ObservableInput } from 'rxjs';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { Schema, SchemaOutput } from '../types/standard-schema.ts';
import type { ClientToolOptions } from '../types/tool-options.ts';
import type { Tool, ToolUnion } from '../types/tool-param.ts';
import type { ToolResultBlockParam, ToolResultContent } from '../types/tool-result-block-param.ts';
import { jsonSchemaOf } from '../output/json-schema-of.ts';
import { outputSchema } from '../output/output-schema.ts';

/** What a tool gives the model: text, a block, or blocks. */
export type ToolOutput = string | ToolResultContent | NonNullable<ToolResultBlockParam['content']>;

/** What a tool gets besides its input. */
export interface ToolContext {
  /** The call, as the model made it. */
  readonly toolUse: ToolUseBlock;
  /** Aborts when the run is left before the tool is done. */
  readonly signal: AbortSignal;
}

/**
 * A tool that can be run. Make one with `tool()`; or, for a tool that the API defines, write
 * `{ name: 'bash', definition: { type: 'bash_20250124', name: 'bash' }, run }`.
 */
export interface RunnableTool<Input = unknown> {
  /** What its calls come with. */
  readonly name: string;
  /** What the API is told. `tool()` makes it when it is read first. */
  readonly definition: ToolUnion;
  /** What the input is held against before `run` gets it. */
  readonly inputSchema?: Schema | undefined;
  /**
   * Does the work. A text, a block or an array of blocks is the result; of a promise, an Observable or an async
   * generator the last value is, and the earlier ones are progress. What it throws goes to the model as an error.
   */
  run(input: Input, context: ToolContext): ToolOutput | undefined | ObservableInput<ToolOutput | undefined>;
}

/** What `tool()` takes: everything an API tool may carry, with a schema for `input_schema`, and what to run. */
export interface ToolOptionsOf<S extends Schema> extends ClientToolOptions, Pick<Tool, 'eager_input_streaming'> {
  readonly name: string;
  /** What it does and when to call it: the more the better. */
  readonly description: string;
  /** Zod 4, zod/mini, any Standard Schema with JSON schema, or JSON schema; its root is an object. */
  readonly inputSchema: S;
  /** See `RunnableTool.run`. */
  readonly run: RunnableTool<SchemaOutput<S>>['run'];
}

/**
 * A tool for `runTools`, its input typed and checked by a schema. The schema becomes JSON schema when it is first
 * needed; one that cannot gives `InvalidParamsError` then. With `strict` it is sent in the form that strict tools need.
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
