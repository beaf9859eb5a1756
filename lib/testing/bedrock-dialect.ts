import { type ApiServer, hasBearer, notAllowed, readApiCall } from './api-dialect.ts';
import { type SigningCredentials, signatureProblem } from './check-signature.ts';
import { type Call, type Dialect, decodedSegment, type IncomingCall, bodyOf, parsedBody } from './dialect.ts';
import { isFields } from '../types/is-fields.ts';
import type { RequestProblem } from './problem-reply.ts';

/** Amazon Bedrock: the Messages API under `/anthropic`, and InvokeModel. */
export function bedrockDialect(credentials: SigningCredentials | undefined): Dialect {
  const native: ApiServer = {
    base: /^\/anthropic$/,
    refuse: (incoming) => refusal(incoming, ['bedrock', 'bedrock-mantle'], credentials),
    form: 'aws',
  };
  return {
    base: '',
    read: (incoming) => {
      const [, model, streams] = /^\/model\/([^/]+)\/invoke(-with-response-stream)?$/.exec(incoming.path) ?? [];
      if (model === undefined) return readApiCall(native, incoming);
      const call = invokeCall(incoming, decodedSegment(model), streams !== undefined);
      const problem = refusal(incoming, ['bedrock'], credentials) ?? shapeProblem(incoming);
      return problem ? { ...call, problem: { ...problem, form: 'aws' } } : call;
    },
    headers: (requestId) => ({ 'x-amzn-requestid': requestId }),
  };
}

/** Claude Platform on AWS: the Messages API, in one workspace. */
export function awsDialect(credentials: SigningCredentials | undefined): Dialect {
  const server: ApiServer = {
    base: /^$/,
    refuse: (incoming) => {
      const problem = refusal(incoming, ['aws-external-anthropic'], credentials);
      if (problem || incoming.headers.has('anthropic-workspace-id')) return problem;
      return { status: 400, type: 'ValidationException', message: 'anthropic-workspace-id header is required' };
    },
    form: 'aws',
  };
  return {
    base: '',
    read: (incoming) => readApiCall(server, incoming),
    headers: (requestId) => ({ 'request-id': requestId, 'x-amzn-requestid': requestId }),
  };
}

function refusal(
  incoming: IncomingCall,
  services: readonly string[],
  credentials: SigningCredentials | undefined,
): RequestProblem | undefined {
  if (hasBearer(incoming.headers)) return undefined;
  const message = signatureProblem(incoming, services, credentials);
  return message === undefined ? undefined : { status: 403, type: 'AccessDeniedException', message };
}

function invokeCall({ text }: IncomingCall, model: string, streams: boolean): Call {
  const sent: unknown = parsedBody(text);
  const version = isFields(sent) ? String(sent['anthropic_version']).replace(/^\D+-/, '') : '';
  const body = isFields(sent) ? bodyOf({ ...sent, model, ...(streams && { stream: true }) }) : undefined;
  return { endpoint: 'messages', body, version, form: 'aws', framed: streams };
}

function shapeProblem({ method, text }: IncomingCall): RequestProblem | undefined {
  if (method !== 'POST') return notAllowed;
  const sent: unknown = parsedBody(text);
  if (!isFields(sent)) return undefined; // the check of the params reports it
  const extra = ['model', 'stream'].find((name) => name in sent);
  if (extra !== undefined) return wrong(`#: extraneous key [${extra}] is not permitted`);
  return 'anthropic_version' in sent ? undefined : wrong('anthropic_version: Field required');
}

function wrong(message: string): RequestProblem {
  return { status: 400, type: 'ValidationException', message };
}
