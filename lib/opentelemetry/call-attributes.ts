import type { Attributes } from '@opentelemetry/api';
import type { Call } from '../client/call-interceptor.ts';
import { isRecord } from '../errors/is-record.ts';

/** The names of operations by method. The conventions have no name for counting tokens. */
const operations: Record<Call['method'], string> = {
  stream: 'chat',
  connect: 'chat',
  create: 'chat',
  countTokens: 'count_tokens',
};

/**
 * Hosts of clouds, and the conventions' names of these providers. Other hosts of AWS serve gateways, or Claude Platform,
 * which Anthropic operates.
 */
const providers: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)bedrock-(?:runtime|mantle)[.-].*\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/, 'aws.bedrock'],
  [/(?:^|[.-])aiplatform\.(?:[a-z0-9-]+\.rep\.)?googleapis\.com$/, 'gcp.vertex_ai'],
];

/** The attributes that identify a call: those of its metrics, and those of its span that a sampler sees. */
export function callAttributes({ method, params, baseURL }: Call): Attributes {
  const address = addressOf(baseURL);
  return defined({
    'gen_ai.operation.name': operations[method],
    'gen_ai.provider.name': providers.find(([host]) => host.test(address?.hostname ?? ''))?.[1] ?? 'anthropic',
    'gen_ai.request.model': text(fields(params)['model']),
    'server.address': address?.hostname,
    'server.port': address && Number(address.port || (address.protocol === 'http:' ? 80 : 443)),
  });
}

/** The attributes of the request. They are read before the params are validated, so each param may have any type. */
export function requestAttributes({ method, params }: Call): Attributes {
  const given = fields(params);
  const output = fields(given['output_config']);
  const stops = given['stop_sequences'];
  const asksForJSON = fields(output['format'] ?? given['output_format'])['type'] === 'json_schema';
  return defined({
    'gen_ai.request.stream': method === 'stream' || method === 'connect' || undefined,
    'gen_ai.request.max_tokens': number(given['max_tokens']),
    'gen_ai.request.temperature': number(given['temperature']),
    'gen_ai.request.top_p': number(given['top_p']),
    'gen_ai.request.top_k': number(given['top_k']),
    'gen_ai.request.stop_sequences': Array.isArray(stops)
      ? stops.filter((stop) => typeof stop === 'string')
      : undefined,
    'gen_ai.request.reasoning.level': text(output['effort']),
    'gen_ai.request.previous_response.id': text(fields(given['thread'])['previous_message_id']),
    'gen_ai.output.type': asksForJSON ? 'json' : undefined,
  });
}

function defined(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);

/** The address without its path, which may contain a secret; a page resolves a relative one. */
function addressOf(baseURL: string): URL | undefined {
  try {
    return new URL(baseURL, (globalThis as { location?: { href?: string } }).location?.href); // only pages have it
  } catch {
    return undefined;
  }
}
