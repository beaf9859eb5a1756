import type { Issue } from '../types/issue.ts';
import { AnthropicError } from './anthropic-error.ts';

/** The most issues that a message shows. */
const shown = 10;

/** The params of a request are wrong, so the client sent nothing. */
export class InvalidParamsError extends AnthropicError {
  /**
   * The wrong fields, each with its path and the fix. If there are very many, it lists only the first ones; the message
   * counts the others.
   */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], options: { readonly more?: number; readonly cause?: unknown } = {}) {
    const problems = issues
      .slice(0, shown)
      .map(({ path, message }) => (path === '' ? `params ${message}` : `${path}: ${message}`));
    const more = issues.length - problems.length + (options.more ?? 0);
    super(`Nothing was sent: ${problems.join('; ')}${more > 0 ? `; and ${more} more` : ''}`, options);
    this.issues = issues;
  }

  override get name(): string {
    return 'InvalidParamsError';
  }
}
