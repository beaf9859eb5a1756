import { invalidRequest, Refusal } from './refusal.ts';

/** Params as a browser sent them: names are strings, all else is unchecked. */
export type SentParams = Readonly<Record<string, unknown>>;

/** Headers that carry params; no other header of a browser's request is looked at. */
const headerParams = {
  'anthropic-user-profile-id': 'user_profile_id',
  'anthropic-workspace-id': 'workspace_id',
};

/** No schema and no conversation comes near it. */
const deepest = 200;

/** Reads what a request asks for, those params included that travel as headers. Rejects with a `Refusal`. */
export async function readParams(request: Request, maxBodyBytes: number): Promise<SentParams> {
  // Any other type could be sent by a form of another site, with the cookies of this one.
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new Refusal(415, 'invalid_request_error', 'content-type: must be application/json');
  }
  const params = parseObject(await readText(request, maxBodyBytes));
  const betas = request.headers.get('anthropic-beta');
  if (betas !== null) params['betas'] = betas.split(',').map((beta) => beta.trim());
  for (const [header, param] of Object.entries(headerParams)) {
    const value = request.headers.get(header);
    if (value !== null) params[param] = value;
  }
  return params;
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidRequest('body: is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidRequest('body: must be an object, such as { model, max_tokens, messages }');
  }
  if (isDeep(value)) throw invalidRequest(`body: must not be nested deeper than ${deepest} levels`);
  return value as Record<string, unknown>; // just seen
}

/** Whether walking it could take more of the stack than there is. */
function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values<unknown>({ ...one }) : []));
  }
  return false;
}

async function readText(request: Request, maxBodyBytes: number): Promise<string> {
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
  reader?.cancel().catch(() => undefined); // the sender may be gone: the refusal is all there is to tell
  const message = `body: must not be larger than ${maxBodyBytes} bytes; send less, or raise allow.maxBodyBytes of the proxy`;
  throw new Refusal(413, 'request_too_large', message);
}
