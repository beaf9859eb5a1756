import { type ApiServer, hasBearer, readApiCall } from './api-dialect.ts';
import type { Dialect } from './dialect.ts';
import { googleRefusal } from './vertex-dialect.ts';

/** Claude in Microsoft Foundry. */
export const foundryDialect: Dialect = {
  base: '/anthropic',
  read: (incoming) => readApiCall(foundry, incoming),
  headers: (requestId) => ({ 'request-id': requestId }),
};

const foundry: ApiServer = {
  base: /^\/anthropic$/,
  refuse: ({ headers }) => {
    if (headers.get('x-api-key') || headers.get('api-key') || hasBearer(headers)) return undefined;
    const message = 'Access denied due to invalid subscription key or wrong API endpoint.';
    return { status: 401, type: 'authentication_error', message };
  },
  form: 'azure',
};

/** Claude on Google Cloud, managed by Anthropic. */
export const googleCloudDialect: Dialect = {
  base: '/v1/projects/project/locations/global/workspaces/workspace/invoke',
  read: (incoming) => readApiCall(googleCloud, incoming),
  headers: (requestId) => ({ 'request-id': requestId }),
};

const googleCloud: ApiServer = {
  base: /^\/v1\/projects\/[^/]+\/locations\/global\/workspaces\/[^/]+\/invoke$/,
  refuse: ({ headers }) => googleRefusal(headers),
  form: 'google',
};
