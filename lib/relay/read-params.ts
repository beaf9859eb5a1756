import { wrongOption } from '../errors/wrong-option.ts';
import { isFields } from '../types/is-fields.ts';
import { mediaType } from './media-type.ts';
import { invalidRequest, RejectedRequest } from './rejected-request.ts';
import { requireSmallJson } from './require-small-json.ts';

/** Params as a browser sent them: names are strings, values are unchecked. */
export type SentParams = Readonly<Record<string, unknown>>;

/** Headers that carry params; the proxy forwards no other header of a browser. */
const headerParams = {
  'anthropic-user-profile-id': 'user_profile_id',
  'anthropic-workspace-id': 'workspace_id',
};

/**
 * Reads the params of a request, including those that travel as headers. Rejects with a `RejectedRequest`, or, if the
 * body was read before, with `InvalidOptionsError`.
 */
export async function readParams(request: Request, maxBodyBytes: number): Promise<SentParams> {
  // A form of another site can send any other type, with the cookies of this one.
  if (mediaType(request.headers) !== 'application/json') {
    throw new RejectedRequest(415, 'invalid_request_error', 'content-type: must be application/json.');
  }
  const params = parseObject(await readText(request, maxBodyBytes), maxBodyBytes);
  const betas = request.headers.get('anthropic-beta');
  if (betas !== null) params['betas'] = betas.split(',').map((beta) => beta.trim());
  for (const [header, param] of Object.entries(headerParams)) {
    const value = request.headers.get(header);
    if (value !== null) params[param] = value;
  }
  return params;
}

function parseObject(text: string, maxBodyBytes: number): Record<string, unknown> {
  if (text === '') throw invalidRequest('body: is empty. If middleware reads bodies, add the handler before it.');
  requireSmallJson(text, Math.max(1_000, Math.floor(maxBodyBytes / 16)));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidRequest('body: must be JSON.');
  }
  if (!isFields(value)) {
    throw invalidRequest('body: must be an object, such as { model, max_tokens, messages }.');
  }
  return value;
}

async function readText(request: Request, maxBodyBytes: number): Promise<string> {
  if (request.bodyUsed || request.body?.locked === true) {
    throw wrongOption('handler', 'request', 'has a body that was read before; read request.clone() instead');
  }
  const reader = request.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = Number(request.headers.get('content-length') ?? 0);
  if (size <= maxBodyBytes) {
    size = 0;
    for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
      size += read.value.length;
      if (size > maxBodyBytes) break;
      text += decoder.decode(read.value, { stream: true });
    }
  }
  if (size <= maxBodyBytes) return text + decoder.decode();
  reader?.cancel().catch(() => undefined); // the sender may be gone; the refusal stands either way
  const message = `body: must not be larger than ${maxBodyBytes} bytes. Send less, or raise allow.maxBodyBytes of the proxy.`;
  throw new RejectedRequest(413, 'request_too_large', message);
}
