import type { Issue } from '../types/issue.ts';
import { AnthropicError } from './anthropic-error.ts';

/** The output is complete, but no JSON or not what the schema asks for. */
export class OutputValidationError extends AnthropicError {
  /** What is wrong, by path; one without a path where the output is no JSON. */
  readonly issues: readonly Issue[];
  /** The output as the model wrote it. */
  readonly text: string;

  constructor(fields: { readonly issues: readonly Issue[]; readonly text: string; readonly cause?: unknown }) {
    const what = fields.issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
    super(`The output is not as asked for (${what}); see error.text.`, fields);
    this.issues = fields.issues;
    this.text = fields.text;
  }

  override get name(): string {
    return 'OutputValidationError';
  }
}
