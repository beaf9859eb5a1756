import { errorBody } from './error-body.ts';
import type { Reply } from './reply.ts';

/** Whose error it is: that of the API, or of a cloud in front of it. */
export type ErrorForm = 'api' | 'aws' | 'azure' | 'google';

/** The reason why the API or a cloud rejects a request. */
export interface RequestProblem {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const exceptions: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
};
const googleStatuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

/** The reply to a request that is rejected, in the form of its sender. */
export function problemReply({ status, type, message }: RequestProblem, requestId: string, form: ErrorForm): Reply {
  const headers = { 'x-should-retry': 'false', ...(status === 405 && { allow: 'POST' }) };
  switch (form) {
    case 'api':
      return { status, headers, body: errorBody(type, message, requestId) };
    case 'aws': {
      const name = type.endsWith('Exception') ? type : (exceptions[status] ?? 'InternalServerException');
      const amazon = 'http://internal.amazon.com/coral/com.amazon.bedrock/';
      return { status, headers: { 'x-amzn-errortype': `${name}:${amazon}` }, body: { message } };
    }
    case 'azure':
      return { status, body: { error: { code: String(status), message } } };
    case 'google':
      return { status, body: { error: { code: status, message, status: googleStatuses[status] ?? 'INTERNAL' } } };
  }
}
