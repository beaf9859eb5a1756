import type { Issue } from '../types/issue.ts';
import { AnthropicError, type AnthropicErrorOptions } from './anthropic-error.ts';

/** Options of the client, of an operator or of another function of this library are wrong. */
export class InvalidOptionsError extends AnthropicError {
  /** Each wrong option with its path and the fix. */
  readonly issues: readonly Issue[];

  constructor(owner: string, issues: readonly Issue[], options?: AnthropicErrorOptions) {
    const problems = issues.map(({ path, message }) => (path === '' ? `options ${message}` : `${path}: ${message}`));
    super(`${owner}: ${problems.join('; ')}`, options);
    this.issues = issues;
  }

  override get name(): string {
    return 'InvalidOptionsError';
  }
}
