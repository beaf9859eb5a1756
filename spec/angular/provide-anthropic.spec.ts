import { runInInjectionContext } from '@angular/core';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { injectAnthropic, provideAnthropic } from '../../lib/angular/index.ts';
import { finalText } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { createInjector } from '../support/angular.ts';
import { params } from '../support/params.ts';

const injected = (...providers: ReturnType<typeof provideAnthropic>[]) =>
  runInInjectionContext(createInjector(providers), injectAnthropic);

describe('provideAnthropic', () => {
  it('provides a client with its options', async () => {
    const fetch = fakeFetch(messageEvents('Hello'));
    const client = injected(provideAnthropic({ baseURL: 'http://localhost/api', apiKey: null, fetch }));
    expect(await lastValueFrom(client.messages.stream(params).pipe(finalText()))).toBe('Hello');
    expect(fetch.requests[0]?.url).toBe('http://localhost/api/v1/messages');
  });

  it('calls a function of options once, when the client is first injected', () => {
    let asked = 0;
    const options = () => {
      asked++;
      return { apiKey: 'key' };
    };
    const injector = createInjector([provideAnthropic(options)]);
    expect(asked).toBe(0);
    const [one, two] = [1, 2].map(() => runInInjectionContext(injector, injectAnthropic));
    expect([asked, one === two]).toEqual([1, true]);
  });

  it('is named by the error when it is missing', () => {
    expect(() => injected()).toThrow(
      'The injector lacks an AnthropicClient: add provideAnthropic() to the providers of the application.',
    );
  });
});
