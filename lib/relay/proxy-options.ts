import type { ObservableInput } from 'rxjs';
import { aFunction, type OptionRule, required } from '../errors/check-options.ts';
import { isRecord } from '../errors/is-record.ts';
import type { AnthropicClient, Logger } from '../index.ts';
import type { AllowPolicy } from './allow-policy.ts';

/** The options of `proxyHandler`. */
export interface ProxyOptions {
  /**
   * The client that sends the requests, with its key. It does not retry them, because the client in the browser does.
   */
  readonly client: AnthropicClient;
  /** The requests that a browser may send. */
  readonly allow: AllowPolicy;
  /**
   * Decides about each request, before the proxy reads its body; read only the headers. `true` admits the request. The
   * proxy sends a returned `Response` unchanged, and 403 for any other value. `'everyone'` admits all requests: use it
   * only where nobody but your users can reach the handler.
   */
  readonly authorize: 'everyone' | ((request: Request) => boolean | Response | ObservableInput<boolean | Response>);
  /**
   * The origins of pages on other hosts that may use the proxy, such as `https://app.example.com`. By default, only
   * pages of the proxy's own host may use it.
   */
  readonly origins?: readonly string[] | undefined;
  /**
   * Receives the errors that a browser must not see: why `authorize`, the key or the connection failed. Default: the
   * `console`.
   */
  readonly logger?: Pick<Logger, 'error'> | undefined;
}

const anObject = (expected: string): OptionRule => ({
  allows: (value) => typeof value === 'object' && value !== null,
  expected,
});
/** The rules of options that every handler has. */
export const handlerRules: Readonly<Record<keyof ProxyOptions, OptionRule>> = {
  client: required({
    allows: (value) => isRecord(value) && isRecord(value['beta']),
    expected: 'an AnthropicClient, which has the key',
  }),
  allow: required(anObject('what a browser may request, such as { models, maxTokens }')),
  authorize: required({
    allows: (value) => value === 'everyone' || aFunction.allows(value),
    expected: "a function that decides about each request, or 'everyone' to admit all of them",
  }),
  origins: {
    allows: (value) => Array.isArray(value) && value.every(isOrigin),
    expected: "an array of origins, such as ['https://app.example.com'], without a path",
  },
  logger: {
    allows: (value) => typeof value === 'object' && value !== null && 'error' in value && aFunction.allows(value.error),
    expected: 'an object with the method error, such as console',
  },
};

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
}
