import { AnthropicError } from './anthropic-error.ts';

/** The model completed a tool call whose input is not valid JSON. */
export class ToolInputError extends AnthropicError {
  /** Index of the block in the message. */
  readonly index: number;
  /** `id` of the tool call. */
  readonly id: string;
  /** Name of the tool. */
  readonly toolName: string;
  /** The raw input of the model. */
  readonly json: string;

  constructor(fields: {
    readonly index: number;
    readonly id: string;
    readonly toolName: string;
    readonly json: string;
    readonly cause?: unknown;
  }) {
    super(`The input of tool call ${fields.id} (${fields.toolName}) is not valid JSON; see error.json.`, fields);
    this.index = fields.index;
    this.id = fields.id;
    this.toolName = fields.toolName;
    this.json = fields.json;
  }

  override get name(): string {
    return 'ToolInputError';
  }
}
