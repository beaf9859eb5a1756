import type { AnthropicClientOptions } from './anthropic-client-options.ts';
import { BetaMessages } from './beta-messages.ts';
import { readSettings } from './client-settings.ts';
import { Messages } from './messages.ts';

/**
 * The client of the Messages API. It sends requests only when you subscribe to the Observables of its calls. It keeps
 * no connection, so you need not close it.
 *
 * The constructor throws `InvalidOptionsError` for wrong or unknown options, for a key in a page, and for two
 * credentials.
 *
 * @example A client for a proxy that keeps the key
 * ```ts
 * import { AnthropicClient } from 'anthropic-rxjs';
 *
 * const client = new AnthropicClient({ baseURL: 'http://localhost:3000/api/anthropic', apiKey: null });
 * ```
 */
export class AnthropicClient {
  /** The calls of the Messages API. */
  readonly messages: Messages;
  /** The same calls with `betas` and beta params. */
  readonly beta: { readonly messages: BetaMessages };

  constructor(options: AnthropicClientOptions = {}) {
    const settings = readSettings(options);
    this.messages = new Messages(settings);
    this.beta = { messages: new BetaMessages(settings) };
  }
}
