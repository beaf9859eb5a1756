import type { ObservableInput } from 'rxjs';
import { aFunction, aSchema, aString, checkFields, required } from '../errors/check-options.ts';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { Schema, SchemaInput, SchemaOutput } from '../types/standard-schema.ts';
import type { ClientToolOptions } from '../types/tool-options.ts';
import type { Tool, ToolUnion } from '../types/tool-param.ts';
import { jsonSchemaOf } from '../output/json-schema-of.ts';
import { outputSchema } from '../output/output-schema.ts';
import type { ToolOutput } from './tool-output.ts';

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
export interface RunnableTool<Input = unknown, Name extends string = string, S extends Schema = Schema> {
  /** The name by which the model calls it. */
  readonly name: Name;
  /** Its entry in the `tools` of a request. `tool()` creates it when it is first read. */
  readonly definition: ToolUnion;
  /** Validates the input before `run` gets it. */
  readonly inputSchema?: S | undefined;
  /**
   * Runs the tool. The model receives the returned value: see `ToolOutput`. If it returns a promise, an Observable or
   * an async generator, the last value is the result and the earlier ones are progress. If it throws, the model
   * receives the error.
   */
  run(input: Input, context: ToolContext): ToolOutput | undefined | ObservableInput<ToolOutput | undefined>;
}

/**
 * The options of `tool()`: the fields of a tool of the API, with a schema in place of `input_schema`, and the function
 * to run.
 */
export interface ToolOptionsOf<S extends Schema, Name extends string = string>
  extends ClientToolOptions, Pick<Tool, 'eager_input_streaming'> {
  readonly name: Name;
  /** What the tool does and when the model should call it. More detail helps the model. */
  readonly description: string;
  /**
   * A schema of Zod 4 or zod/mini, or plain JSON Schema. Any other Standard Schema works if it can be converted to JSON
   * Schema. The root of the schema must be an object.
   */
  readonly inputSchema: S;
  /** See `RunnableTool.run`. */
  readonly run: RunnableTool<SchemaOutput<S>>['run'];
}

/** A call of a tool: `name` and `input` have the types of its name and its schema. */
export interface ToolUse<Name extends string = string, Input = unknown> extends ToolUseBlock {
  name: Name;
  input: Input;
}

/** A call of one of these tools: a union by `name`. */
export type ToolUseOf<AnyTool extends RunnableTool> = AnyTool extends {
  readonly name: infer Name extends string;
  readonly inputSchema?: infer S;
}
  ? ToolUse<Name, SchemaInput<Exclude<S, undefined>>>
  : never;

/**
 * Creates a tool for `runTools`, whose input a schema types and validates. The first request converts the schema to
 * JSON Schema, and errors with `InvalidParamsError` if that fails. With `strict`, the tool is sent in the form that
 * strict tools require.
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
export function tool<S extends Schema, Name extends string = string>(
  options: ToolOptionsOf<S, Name>,
): RunnableTool<SchemaOutput<S>, Name, S> {
  checkFields('tool', options, rules);
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

const rules = { name: required(aString), inputSchema: required(aSchema), run: required(aFunction) };

function inputSchemaOf({ name, inputSchema, strict }: ToolOptionsOf<Schema>): Tool['input_schema'] {
  const path = `tools.${name}.input_schema`;
  const schema = jsonSchemaOf(inputSchema, path);
  if (schema['type'] !== 'object') throw new InvalidParamsError([{ path, message: 'must be the schema of an object' }]);
  return { ...(strict ? outputSchema(schema, path) : schema), type: 'object' };
}
