/** Params in the form of the wire. */
export interface SplitParams {
  /** The JSON body. */
  readonly body: string;
  /** The params that are sent in headers. */
  readonly headers: Headers;
}

/** Params that are sent in headers. */
const headerParams = {
  betas: 'anthropic-beta',
  user_profile_id: 'anthropic-user-profile-id',
  workspace_id: 'anthropic-workspace-id',
} as const;

/**
 * Splits params into the JSON body and the headers, with `betas` after their own. The older
 * `output_format` moves to `output_config.format`. Read once per subscription, so that every attempt sends the same.
 */
export function splitParams(params: object, betas: readonly string[] = []): SplitParams {
  const body: Record<string, unknown> = { ...params };
  body['betas'] = [...((body['betas'] as readonly string[] | undefined) ?? []), ...betas]; // validated
  const headers = new Headers();
  for (const [param, header] of Object.entries(headerParams)) {
    const value = body[param];
    if (typeof value === 'string') headers.set(header, value);
    if (Array.isArray(value) && value.length > 0) headers.set(header, value.join(','));
    Reflect.deleteProperty(body, param);
  }
  if (body['output_format'] != null) {
    body['output_config'] = { ...(body['output_config'] as object | undefined), format: body['output_format'] }; // validated
  }
  Reflect.deleteProperty(body, 'output_format');
  return { body: wellFormed(JSON.stringify(body)), headers };
}

/** JSON without halves of surrogate pairs, which the API rejects; text that was split inside an emoji has them. */
function wellFormed(json: string): string {
  return json.replace(/\\\\|\\ud[89a-f][\da-f]{2}/g, (escape) => (escape === '\\\\' ? escape : '\ufffd'));
}
