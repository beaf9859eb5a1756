import { defer, map, type Observable } from 'rxjs';
import { connectMessageStream } from '../stream/connect-message-stream.ts';
import { countTokensRequest, createRequest } from '../stream/message-request.ts';
import { requestEvents } from '../stream/request-events.ts';
import { requestJSON } from '../stream/request-json.ts';
import { answerOf } from '../transport/intercept.ts';
import type { BodyOptions, RequestOptions, ResponseOptions } from '../transport/request-options.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import type { Call, CallValue, SendCall } from './call-interceptor.ts';
import type { ClientSettings } from './client-settings.ts';
import { resolveOptions } from './resolve-options.ts';

const senders: Record<
  Call['method'],
  (params: object, options: TransportOptions, isBeta: boolean) => Observable<CallValue>
> = {
  stream: (params, options) => requestEvents(createRequest(params, options)),
  connect: (params, options) => connectMessageStream(createRequest(params, options)),
  create: (params, options) => requestJSON(createRequest(params, options)),
  countTokens: (params, options, isBeta) =>
    requestJSON(countTokensRequest(params, options, isBeta ? ['token-counting-2024-11-01'] : [])),
};

/**
 * Sends a call on subscribe, through the call interceptors of its client. `Value` is what its method promises: the API
 * decides about it.
 */
export function sendCall<Value>(
  settings: ClientSettings,
  owner: 'messages' | 'beta.messages',
  method: Call['method'],
  given: Call['params'],
  options?: RequestOptions | BodyOptions | ResponseOptions,
): Observable<Value> {
  const observes = method === 'create' || method === 'countTokens';
  const { baseURL, interceptors = [], callInterceptors = [] } = settings;
  const send: SendCall = ({ params, interceptors }) =>
    defer(() => {
      const resolved = resolveOptions(settings, `${owner}.${method}`, options, observes);
      return senders[method](params, { ...resolved, interceptors }, owner !== 'messages');
    });
  const chain = callInterceptors.reduceRight<SendCall>(
    (next, interceptor, place) => (call) =>
      defer(() => answerOf(`callInterceptors[${place}]`, 'such as next(call)', () => interceptor(call, next))),
    send,
  );
  const values$ = defer(() => chain({ method, params: given, baseURL, interceptors }));
  const asked = options && 'observe' in options ? options.observe : undefined;
  const result$ =
    observes && asked !== 'response' ? values$.pipe(map((value) => 'body' in value && value.body)) : values$;
  return result$ as Observable<Value>; // see above
}
