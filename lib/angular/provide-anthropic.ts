import { type EnvironmentProviders, inject, InjectionToken, makeEnvironmentProviders } from '@angular/core';
import { AnthropicClient, type AnthropicClientOptions, AnthropicError } from '../index.ts';

const client = new InjectionToken<AnthropicClient>('AnthropicClient of anthropic-rxjs');

/**
 * Provides one `AnthropicClient` to an application, made when it is first injected. A browser must not hold the key of
 * the API: give the address of a proxy as `baseURL`, such as that of `proxyHandler` of `anthropic-rxjs/relay`. Options
 * may come from a function, which runs in the injection context.
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
 * Gives the client that `provideAnthropic` provides; call it where `inject` may be called. Throws `AnthropicError` where
 * none is provided, and `InvalidOptionsError` when its options are wrong.
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
    'There is no AnthropicClient here: add provideAnthropic() to the providers of the application.',
  );
}
