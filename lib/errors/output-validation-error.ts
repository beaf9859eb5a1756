import type { Issue } from '../types/issue.ts';
import { AnthropicError } from './anthropic-error.ts';
import { issueTexts } from './issue-texts.ts';

/** The output is complete, but it is not valid JSON or does not match the schema. */
export class OutputValidationError extends AnthropicError {
  /** The issues with their paths; a single issue without a path if the output is not valid JSON. */
  readonly issues: readonly Issue[];
  /** The raw output of the model. */
  readonly text: string;

  constructor(fields: { readonly issues: readonly Issue[]; readonly text: string; readonly cause?: unknown }) {
    super(`The output of the model is invalid (${issueTexts(fields.issues).join('; ')}); see error.text.`, fields);
    this.issues = fields.issues;
    this.text = fields.text;
  }

  override get name(): string {
    return 'OutputValidationError';
  }
}
