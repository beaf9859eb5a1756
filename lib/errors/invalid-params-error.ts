import type { Issue } from '../types/issue.ts';
import { AnthropicError } from './anthropic-error.ts';

/** The parameters or options cannot be sent; nothing was. */
export class InvalidParamsError extends AnthropicError {
  /** Each wrong field with its path and what to do. */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const problems = issues.map(({ path, message }) => (path === '' ? `params ${message}` : `${path}: ${message}`));
    super(`Nothing was sent: ${problems.join('; ')}`);
    this.issues = issues;
  }

  override get name(): string {
    return 'InvalidParamsError';
  }
}
