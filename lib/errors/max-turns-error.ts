import type { BetaMessageParam } from '../types/message-param.ts';
import { AnthropicError } from './anthropic-error.ts';

/** A run of tools needs more turns than `maxTurns` allows. */
export class MaxTurnsError extends AnthropicError {
  /** The number of turns. */
  readonly maxTurns: number;
  /** The conversation so far, results of the last turn included: send it to continue. */
  readonly messages: readonly BetaMessageParam[];

  constructor(fields: { readonly maxTurns: number; readonly messages: readonly BetaMessageParam[] }) {
    super(`The model wanted to continue after ${fields.maxTurns} turns; see error.messages, or allow more maxTurns.`);
    this.maxTurns = fields.maxTurns;
    this.messages = fields.messages;
  }

  override get name(): string {
    return 'MaxTurnsError';
  }
}
