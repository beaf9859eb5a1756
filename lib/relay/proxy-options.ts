import type { ObservableInput } from 'rxjs';
import { aFunction, type OptionRule, required } from '../errors/check-options.ts';
import type { AnthropicClient, Logger } from '../index.ts';
import type { AllowPolicy } from './allow-policy.ts';

/** The options of `proxyHandler`. */
export interface ProxyOptions {
  /** Sends the requests, with its key. It does not retry them: the client in the browser does that. */
  readonly client: AnthropicClient;
  /** What a browser may request. */
  readonly allow: AllowPolicy;
  /**
   * Decides about each request before the proxy reads its body; read only the headers. Only `true` admits the request. The
   * proxy answers with a `Response` as it is, and with 403 for any other value. `'everyone'` admits all requests: use it
   * where nobody but your users reaches the handler.
   */
  readonly authorize: 'everyone' | ((request: Request) => boolean | Response | ObservableInput<boolean | Response>);
  /**
   * Origins of pages on other hosts that may use the proxy, such as `https://app.example.com`. Default none: only pages
   * of the proxy's own host.
   */
  readonly origins?: readonly string[];
  /** Gets what a browser must not learn: why `authorize`, the key or the connection failed. Default `console`. */
  readonly logger?: Pick<Logger, 'error'>;
}

const anObject = (expected: string): OptionRule => ({
  allows: (value) => typeof value === 'object' && value !== null,
  expected,
});
/** The rules of options that every handler has. */
export const handlerRules: Readonly<Record<keyof ProxyOptions, OptionRule>> = {
  client: required(anObject('an AnthropicClient, which has the key')),
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
    expected: 'an object with a function error()',
  },
};

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
}
