import { defer, map, type Observable } from 'rxjs';
import { checkFields, functions, kindOf, required } from '../errors/check-options.ts';
import { isRecord } from '../errors/is-record.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { connectMessageStream } from '../stream/connect-message-stream.ts';
import { countTokensRequest, createRequest, replyRequest } from '../stream/message-request.ts';
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
  (params: object, options: TransportOptions, isBeta: boolean, hasTimeout: boolean) => Observable<CallValue>
> = {
  stream: (params, options) => requestEvents(createRequest(params, options)),
  connect: (params, options) => connectMessageStream(createRequest(params, options)),
  create: (params, options, _, hasTimeout) => requestJSON(replyRequest(params, options, !hasTimeout)),
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
  const send: SendCall = (call) =>
    defer(() => {
      checkFields('AnthropicClient', call, { interceptors: required(functions) }, 'callInterceptors.call.');
      const { params, interceptors } = call;
      const resolved = resolveOptions(settings, `${owner}.${method}`, options, observes);
      const hasTimeout = (options?.timeout ?? settings.timeout) !== undefined;
      return senders[method](params, { ...resolved, interceptors }, owner !== 'messages', hasTimeout);
    });
  const chain = callInterceptors.reduceRight<SendCall>(
    (next, interceptor, place) => (call) =>
      defer(() => {
        const path = `callInterceptors[${place}]`;
        const sent = new Set<Observable<CallValue>>();
        const send: SendCall = (changed) => {
          const sent$ = next(changed);
          sent.add(sent$);
          return sent$;
        };
        const answer$ = answerOf(path, 'such as next(call)', () => interceptor(call, send));
        // The values of `next` are checked already.
        return sent.has(answer$) ? answer$ : answer$.pipe(map((value) => requireValue(path, method, value)));
      }),
    send,
  );
  const values$ = defer(() => chain({ method, params: given, baseURL, interceptors }));
  const asked = isRecord(options) ? options['observe'] : undefined; // JavaScript may pass anything
  const result$ =
    observes && asked !== 'response' ? values$.pipe(map((value) => 'body' in value && value.body)) : values$;
  return result$ as Observable<Value>; // see above
}

/** What each method emits: its noun, and the field that shows it. */
const promised: Readonly<Record<Call['method'], readonly [noun: string, field: string, type: string]>> = {
  stream: ['events', 'type', 'string'],
  connect: ['a response with events$', 'events$', 'object'],
  create: ['a response with body', 'body', 'object'],
  countTokens: ['a response with body', 'body', 'object'],
};

/** A value of the call interceptor at `path`. Throws `InvalidOptionsError` for one that the method never emits. */
function requireValue(path: string, method: Call['method'], value: CallValue): CallValue {
  const [noun, field, type] = promised[method];
  const given: unknown = value; // JavaScript may emit anything
  if (isRecord(given) && typeof given[field] === type && given[field] !== null) return value;
  const problem = `emitted ${isRecord(given) ? `an object without ${field}` : kindOf(given)}`;
  throw wrongOption('AnthropicClient', path, `${problem} for ${method}(); emit ${noun}, like next(call)`);
}
