import type { AnthropicClientOptions } from './anthropic-client-options.ts';
import { BetaMessages } from './beta-messages.ts';
import { Messages } from './messages.ts';
import { readEnvironment } from './resolve-options.ts';

/**
 * The way to the Messages API. Making one sends nothing; it holds no connection and needs no closing.
 *
 * Throws `InvalidParamsError` for a key in a browser page and for two credentials at once.
 *
 * @example A client for a proxy that holds the key
 * ```ts
 * import { AnthropicClient } from 'anthropic-rxjs';
 *
 * const client = new AnthropicClient({ baseURL: 'http://localhost:3000/api/anthropic', apiKey: null });
 * ```
 */
export class AnthropicClient {
  /** The calls of the Messages API. */
  readonly messages: Messages;
  /** The same with `betas` and beta params. */
  readonly beta: { readonly messages: BetaMessages };

  constructor(options: AnthropicClientOptions = {}) {
    const settings = readEnvironment(options);
    this.messages = new Messages(settings);
    this.beta = { messages: new BetaMessages(settings) };
  }
}
