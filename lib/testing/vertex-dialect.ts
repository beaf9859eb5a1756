import { hasBearer, invalid, notAllowed, notFound } from './api-dialect.ts';
import { type Call, type Dialect, decodedSegment, type IncomingCall, bodyOf, parsedBody } from './dialect.ts';
import { isFields } from '../types/is-fields.ts';
import type { RequestProblem } from './problem-reply.ts';

/** Vertex AI of Google Cloud. */
export const vertexDialect: Dialect = {
  base: '',
  read,
  headers: (requestId) => ({ 'request-id': requestId }),
};

const address =
  /^\/v1\/projects\/[^/]+\/locations\/[^/]+\/publishers\/anthropic\/models\/([^/:]+):(streamRawPredict|rawPredict)$/;

function read(incoming: IncomingCall): Call {
  const { method, path, headers, text } = incoming;
  const [, model = '', predict] = address.exec(path) ?? [];
  const counts = model === 'count-tokens';
  const sent: unknown = parsedBody(text);
  const call: Call = {
    endpoint: counts ? 'count_tokens' : 'messages',
    body: isFields(sent) ? bodyOf({ ...sent, ...(!counts && { model: decodedSegment(model) }) }) : undefined,
    version: isFields(sent) ? String(sent['anthropic_version']).replace(/^\D+-/, '') : '',
    form: 'api',
  };
  const refusal = predict === undefined ? notFound(path) : method !== 'POST' ? notAllowed : googleRefusal(headers);
  if (refusal) return { ...call, problem: { ...refusal, form: 'google' } };
  const wrong = isFields(sent) ? shapeProblem(sent, counts, predict === 'streamRawPredict') : undefined;
  return wrong === undefined ? call : { ...call, problem: { ...invalid(wrong), form: 'api' } };
}

/** Why Google does not admit a request. */
export function googleRefusal(headers: Headers): RequestProblem | undefined {
  if (hasBearer(headers)) return undefined;
  const message = 'Request is missing required authentication credential. Expected OAuth 2 access token.';
  return { status: 401, type: 'authentication_error', message };
}

function shapeProblem(sent: Readonly<Record<string, unknown>>, counts: boolean, streams: boolean): string | undefined {
  if (!counts && 'model' in sent) return 'model: Extra inputs are not permitted';
  if (!counts && streams !== (sent['stream'] === true)) return 'stream: differs from the method of the address';
  return 'anthropic_version' in sent ? undefined : 'anthropic_version: Field required';
}
