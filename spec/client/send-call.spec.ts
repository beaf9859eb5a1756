import { beforeEach, describe, expect, it } from '@jest/globals';
import { EMPTY, lastValueFrom, map, type Observable, of, tap, toArray } from 'rxjs';
import { AnthropicClient, type CallInterceptor, type CallValue, finalText, type Interceptor } from '../../lib/index.ts';
import { fakeFetch, type FakeReply, messageEvents } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

let replies: FakeReply[] = [];
const fetch = fakeFetch(({ path }) =>
  path.endsWith('count_tokens') ? { body: { input_tokens: 5 } } : (replies.shift() ?? messageEvents('Hi')),
);
const clientOf = (callInterceptors: readonly CallInterceptor[], interceptors: readonly Interceptor[] = []) =>
  new AnthropicClient({ apiKey: 'k', baseURL: 'https://api.example', delay: 0, fetch, interceptors, callInterceptors });
const failure = (source: Observable<unknown>) => lastValueFrom(source).catch((error: unknown) => error);

beforeEach(() => {
  fetch.requests.length = 0;
  replies = [];
});

describe('call interceptors', () => {
  const methods = ['stream', 'connect', 'create', 'countTokens'] as const;

  it.each(methods)('see every call of %s with its values, the first outermost', async (method) => {
    const seen: unknown[] = [];
    const named =
      (name: string): CallInterceptor =>
      (call, next) => {
        seen.push([name, call.method, call.params, call.baseURL]);
        return next(call).pipe(tap((value) => seen.push([name, value])));
      };
    const { messages, beta } = clientOf([named('a'), named('b')]);
    const observed = method === 'create' || method === 'countTokens' ? { observe: 'response' as const } : {};
    for (const calls of [messages, beta.messages]) {
      seen.length = 0;
      // One signature for the test; `calls` keeps its own methods.
      const values$ = (calls as typeof messages)[method](params, observed as never) as Observable<unknown>;
      const values = await lastValueFrom(values$.pipe(toArray()));
      expect(seen.slice(0, 2)).toEqual(['a', 'b'].map((name) => [name, method, params, 'https://api.example']));
      expect(seen.slice(2)).toEqual(values.flatMap((value) => ['b', 'a'].map((name) => [name, value])));
    }
  });

  it('wrap all attempts, and end with the call', async () => {
    const seen: string[] = [];
    const watch: CallInterceptor = (call, next) =>
      next(call).pipe(tap({ subscribe: () => seen.push('start'), finalize: () => seen.push('end') }));
    replies = [{ status: 529 }];
    await lastValueFrom(clientOf([watch]).messages.stream(params));
    clientOf([watch]).messages.stream(params).subscribe().unsubscribe();
    expect(seen).toEqual(['start', 'end', 'start', 'end']);
    expect(fetch.requests).toHaveLength(3);
  });

  it('see the errors of params and options', async () => {
    const seen: unknown[] = [];
    const watch: CallInterceptor = (call, next) =>
      next(call).pipe(tap({ error: (error: unknown) => seen.push((error as Error).name) }));
    await failure(clientOf([watch]).messages.stream({} as never));
    await failure(clientOf([watch]).messages.stream(params, { timeout: -1 }));
    expect(seen).toEqual(['InvalidParamsError', 'InvalidOptionsError']);
  });

  it('change params and add interceptors of the attempts', async () => {
    const mark =
      (value: string): Interceptor =>
      (request, next) => {
        request.headers.append('x-mark', value);
        return next(request);
      };
    const change: CallInterceptor = (call, next) =>
      next({ ...call, params: { ...call.params, max_tokens: 7 }, interceptors: [...call.interceptors, mark('call')] });
    await lastValueFrom(clientOf([change], [mark('client')]).messages.create(params));
    expect(fetch.requests[0]!.body?.max_tokens).toBe(7);
    expect(fetch.requests[0]!.headers.get('x-mark')).toBe('client, call');
  });

  it('answer and change values', async () => {
    const upper: CallInterceptor = (call, next) =>
      next(call).pipe(
        map((value): CallValue => JSON.parse(JSON.stringify(value).replace('"text":"Hi"', '"text":"HI"')) as CallValue),
      );
    expect(await lastValueFrom(clientOf([upper]).messages.stream(params).pipe(finalText()))).toBe('HI');
    const body = { input_tokens: 1 };
    const { messages } = clientOf([() => of({ body } as CallValue)]);
    expect(await lastValueFrom(messages.countTokens(params))).toBe(body);
    expect(await lastValueFrom(clientOf([() => EMPTY]).messages.stream(params), { defaultValue: 'none' })).toBe('none');
  });

  const bad: [string, CallInterceptor][] = [
    [
      'throws',
      () => {
        throw new Error('bug');
      },
    ],
    ['returns nothing', (() => undefined) as never],
    ['returns a promise', (() => Promise.resolve()) as never],
  ];
  it.each(bad)('one that %s fails the call with its index', async (_, interceptor) => {
    const client = clientOf([(call, next) => next(call), interceptor]);
    for (const method of methods) {
      expect(await failure(client.messages[method](params) as Observable<unknown>)).toMatchObject({
        name: 'InvalidOptionsError',
        message: 'AnthropicClient: callInterceptors[1]: must return an Observable such as next(call)',
      });
    }
    expect(fetch.requests).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'Hi'],
    ['an array', []],
    ['a message without its response', { content: [] }],
  ])('that emit %s fail every call', async (_, value) => {
    for (const method of methods) {
      const client = clientOf([(call, next) => next(call), () => of(value) as Observable<never>]);
      expect(await failure(client.messages[method](params) as Observable<unknown>)).toMatchObject({
        name: 'InvalidOptionsError',
        message: expect.stringMatching(
          new RegExp(
            `^AnthropicClient: callInterceptors\\[1\\]: emitted .* for ${method}\\(\\); emit .*, like next\\(call\\)$`,
          ),
        ),
      });
    }
  });

  it('that emit a body which is not an object fail the call', async () => {
    for (const body of [undefined, null, 'Hi']) {
      const client = clientOf([() => of({ body }) as Observable<never>]);
      expect(await failure(client.messages.create(params))).toHaveProperty('name', 'InvalidOptionsError');
    }
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['missing', undefined],
    ['no functions', ['x']],
  ])('that send a call whose interceptors are %s fail it', async (_, interceptors) => {
    const client = clientOf([(call, next) => next({ ...call, interceptors } as never)]);
    for (const method of methods) {
      expect(await failure(client.messages[method](params) as Observable<unknown>)).toMatchObject({
        name: 'InvalidOptionsError',
        issues: [{ path: 'callInterceptors.call.interceptors' }],
      });
    }
    expect(fetch.requests).toEqual([]);
  });
});
