import type { Issue } from '../types/issue.ts';
import { AnthropicError } from './anthropic-error.ts';
import { issueTexts } from './issue-texts.ts';

/** The params of a request are wrong, so the client sent nothing. */
export class InvalidParamsError extends AnthropicError {
  /**
   * The wrong fields, each with its path and the fix. If there are very many, it lists only the first ones; the message
   * counts the others.
   */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], options: { readonly more?: number; readonly cause?: unknown } = {}) {
    const { more = 0 } = options;
    super(`Nothing was sent: ${issueTexts(issues, { root: 'params ', more }).join('; ')}`, options);
    this.issues = issues;
  }

  override get name(): string {
    return 'InvalidParamsError';
  }
}
