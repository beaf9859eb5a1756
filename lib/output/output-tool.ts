import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import { outputToolName } from './output-steps.ts';
import type { Schema } from '../types/standard-schema.ts';
import type { ToolChoiceTool } from '../types/tool-choice.ts';
import type { Tool } from '../types/tool-param.ts';
import { jsonSchemaOf } from './json-schema-of.ts';

/**
 * Returns params for structured output from models and providers without `output_config.format`: a tool that the model
 * must call with the output. `partialOutput`, `finalOutput` and `outputElements` read its call. Throws
 * `InvalidParamsError` unless the root of the schema is an object.
 *
 * @example Ask for a person
 * ```ts
 * import { AnthropicClient, finalOutput, type MessageCreateParams, outputTool } from 'anthropic-rxjs';
 * import * as z from 'zod/mini';
 *
 * const Person = z.object({ name: z.string(), age: z.number() });
 * const ask = (client: AnthropicClient, params: MessageCreateParams) =>
 *   client.messages.stream({ ...params, ...outputTool(Person) }).pipe(finalOutput(Person));
 * ```
 * @see outputFormat
 */
export function outputTool(schema: Schema): { tools: [Tool]; tool_choice: ToolChoiceTool } {
  const path = `tools.${outputToolName}.input_schema`;
  const json = jsonSchemaOf(schema, path);
  if (json['type'] !== 'object') throw new InvalidParamsError([{ path, message: 'must be the schema of an object' }]);
  const description = 'Takes the answer. Call it once, with all of it.';
  return {
    tools: [{ name: outputToolName, description, input_schema: { ...json, type: 'object' } }],
    tool_choice: { type: 'tool', name: outputToolName, disable_parallel_tool_use: true },
  };
}
