import type { BetaMessage } from '../types/message.ts';
import { isAnthropicError } from './anthropic-error.ts';

/** Sets `partialMessage` of an error of this library, unless an operator nearer to the source already did. */
export function attachPartialMessage(error: unknown, message: BetaMessage | undefined): void {
  if (message === undefined || !isAnthropicError(error) || error.partialMessage !== undefined) return;
  Reflect.set(error, 'partialMessage', message); // a frozen error stays as it is
}
