import type { BetaMessageParam } from '../types/message-param.ts';
import { AnthropicError } from './anthropic-error.ts';

/** A run of tools needs more turns than `maxTurns` allows. */
export class MaxTurnsError extends AnthropicError {
  /** The maximum number of turns. */
  readonly maxTurns: number;
  /** The conversation so far, including the results of the last turn: send it to continue. */
  readonly messages: readonly BetaMessageParam[];

  constructor(fields: { readonly maxTurns: number; readonly messages: readonly BetaMessageParam[] }) {
    super(`The model needs more turns than ${fields.maxTurns}. Raise maxTurns, or continue from error.messages.`);
    this.maxTurns = fields.maxTurns;
    this.messages = fields.messages;
  }

  override get name(): string {
    return 'MaxTurnsError';
  }
}
