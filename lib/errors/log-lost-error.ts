import { AnthropicError } from './anthropic-error.ts';

/** The relay's log lost part of a reply that this reader follows. Attach again without `after`, or start a new reply. */
export class LogLostError extends AnthropicError {
  /** The id of the reply. */
  readonly id: string;
  /** The missing part. */
  readonly problem: string;

  constructor(id: string, problem: string) {
    super(`The log lost part of reply ${id}: ${problem}. Attach again from the beginning, or start a new reply.`);
    this.id = id;
    this.problem = problem;
  }

  override get name(): string {
    return 'LogLostError';
  }
}
