import type { BetaMessageParam } from '../types/message-param.ts';
import { AnthropicError } from './anthropic-error.ts';

/** A run of tools would have gone on after its last allowed turn. */
export class MaxTurnsError extends AnthropicError {
  /** How many turns there were. */
  readonly maxTurns: number;
  /** The conversation so far, results of the last turn included: send it to go on. */
  readonly messages: readonly BetaMessageParam[];

  constructor(fields: { readonly maxTurns: number; readonly messages: readonly BetaMessageParam[] }) {
    super(`The model wanted to go on after ${fields.maxTurns} turns; see error.messages, or allow more maxTurns.`);
    this.maxTurns = fields.maxTurns;
    this.messages = fields.messages;
  }

  override get name(): string {
    return 'MaxTurnsError';
  }
}
