import { defer } from 'rxjs';
import { aString, checkFields, checkOptions, type OptionRule, required } from '../errors/check-options.ts';
import type { MessageCreateParams } from '../index.ts';
import { splitParams } from '../transport/split-params.ts';
import { followUrl } from './follow-url.ts';
import { randomId } from '../types/random-id.ts';
import { type RelayedStream, stoppable } from './relayed-stream.ts';
import { checkStreamOptions, type RelayedStreamOptions } from './relayed-stream-options.ts';
import { splitAddress } from './split-address.ts';

/** The options of one request. */
export interface RelayedCallOptions extends Pick<RelayedStreamOptions, 'paused$'> {
  /**
   * The id of the reply: 22 to 128 letters, digits, `-` or `_`, never used before, such as `crypto.randomUUID()`. A
   * page that stores the id finds the reply after a reload, at the address of the relay followed by `/` and the id.
   * Default: a random id for each subscription.
   */
  readonly id?: string | undefined;
}

/** A client of a relay, for all functions that take a client. */
export interface RelayedClient {
  readonly messages: {
    /**
     * A request with the id of an earlier request joins its reply. This is how `chat` continues a reply after a reload.
     */
    readonly resumable: true;
    /**
     * Starts a reply over the relay and emits its events. Each subscription sends its request once, then behaves like
     * `relayedStream`, with the same errors. Unsubscribing does not end the reply; `stop()` does.
     */
    stream(params: MessageCreateParams, options?: RelayedCallOptions): RelayedStream;
  };
}

const anId: OptionRule = {
  allows: (value) => typeof value === 'string' && /^[\w-]{22,128}$/.test(value),
  expected: '22 to 128 letters, digits, - or _, such as crypto.randomUUID()',
};

/**
 * Creates a client of the relay at the address of a `relayHandler`. Use this client like an `AnthropicClient`, with
 * `chat`, `conversation`, `runTools` and `messageStream`. Replies survive a lost connection.
 *
 * @example A conversation over a relay
 * ```ts
 * import { conversation, textDeltas } from 'anthropic-rxjs';
 * import { relayed } from 'anthropic-rxjs/relay';
 *
 * const chat = conversation(relayed('/api/replies'), { model: 'claude-sonnet-5', max_tokens: 1024 });
 * chat.send('Hello').pipe(textDeltas()).subscribe((text) => console.log(text));
 * ```
 */
export function relayed(url: string, options: Omit<RelayedStreamOptions, 'after' | 'paused$'> = {}): RelayedClient {
  checkStreamOptions('relayed', options);
  checkOptions('relayed', { url }, { url: required(aString) });
  const { path, query } = splitAddress(url);
  return {
    messages: {
      resumable: true,
      stream: (params, call = {}) => {
        checkFields('stream', call, { id: anId });
        return stoppable((stop$) =>
          defer(() => {
            const id = call.id ?? randomId();
            const { body, headers } = splitParams({ ...params, stream: true });
            headers.set('content-type', 'application/json');
            headers.set('accept', 'text/event-stream');
            headers.set('idempotency-key', id);
            return followUrl(
              `${path}/${id}${query}`,
              { url: `${path}${query}`, body, headers },
              { ...options, ...call },
              stop$,
            );
          }),
        );
      },
    },
  };
}
