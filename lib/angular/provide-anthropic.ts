import { type EnvironmentProviders, inject, InjectionToken, makeEnvironmentProviders } from '@angular/core';
import { AnthropicClient, type AnthropicClientOptions, AnthropicError } from '../index.ts';

const client = new InjectionToken<AnthropicClient>('AnthropicClient of anthropic-rxjs');

/**
 * Provides one `AnthropicClient` to an application, which creates it at the first injection. A page must not contain
 * the key of the API: set `baseURL` to the address of a proxy, such as `proxyHandler` of `anthropic-rxjs/relay`.
 * `options` may be a function that returns the options; it runs in the injection context.
 *
 * @example The providers of an application
 * ```ts
 * import { provideAnthropic } from 'anthropic-rxjs/angular';
 *
 * export const appConfig = { providers: [provideAnthropic({ baseURL: '/api' })] };
 * ```
 */
export function provideAnthropic(
  options: AnthropicClientOptions | (() => AnthropicClientOptions) = {},
): EnvironmentProviders {
  const useFactory = () => new AnthropicClient(typeof options === 'function' ? options() : options);
  return makeEnvironmentProviders([{ provide: client, useFactory }]);
}

/**
 * Returns the client of `provideAnthropic`; call it in an injection context. Throws `AnthropicError` without a provider,
 * and `InvalidOptionsError` for wrong options.
 *
 * @example A field of a component
 * ```ts
 * import { injectAnthropic } from 'anthropic-rxjs/angular';
 *
 * export class Chat {
 *   readonly #client = injectAnthropic();
 * }
 * ```
 */
export function injectAnthropic(): AnthropicClient {
  const provided = inject(client, { optional: true });
  if (provided) return provided;
  throw new AnthropicError(
    'The injector lacks an AnthropicClient: add provideAnthropic() to the providers of the application.',
  );
}
