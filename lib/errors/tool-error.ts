import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import { AnthropicError } from './anthropic-error.ts';

/**
 * Throw it in a tool to set the exact text or blocks that the model sees. For any other error, the model sees its
 * message as `Error: …`.
 *
 * @example Suggest the fix to the model
 * ```ts
 * import { ToolError } from 'anthropic-rxjs';
 *
 * const notFound = (city: string) => new ToolError(`No city is called ${city}. Ask the user how to write it.`);
 * ```
 */
export class ToolError extends AnthropicError {
  /** The result of the call for the model. */
  readonly content: NonNullable<ToolResultBlockParam['content']>;

  constructor(content: NonNullable<ToolResultBlockParam['content']>, options?: { readonly cause?: unknown }) {
    super(typeof content === 'string' ? content : 'The tool failed; see error.content.', options);
    this.content = content;
  }

  override get name(): string {
    return 'ToolError';
  }
}
