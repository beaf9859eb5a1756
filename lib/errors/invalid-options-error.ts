import type { Issue } from '../types/issue.ts';
import { AnthropicError } from './anthropic-error.ts';

/** Options of the client, of an operator or of another function of this library are wrong. Nothing was sent. */
export class InvalidOptionsError extends AnthropicError {
  /** Each wrong option with its path and the fix. */
  readonly issues: readonly Issue[];

  constructor(owner: string, issues: readonly Issue[]) {
    const problems = issues.map(({ path, message }) => (path === '' ? `options ${message}` : `${path}: ${message}`));
    super(`${owner}: ${problems.join('; ')}`);
    this.issues = issues;
  }

  override get name(): string {
    return 'InvalidOptionsError';
  }
}
