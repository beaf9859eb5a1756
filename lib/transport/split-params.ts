/** Params as they go over the wire. */
export interface SplitParams {
  /** The JSON body. */
  readonly body: string;
  /** Those that travel as headers. */
  readonly headers: Headers;
}

/** Params that travel as headers. */
const headerParams = {
  betas: 'anthropic-beta',
  user_profile_id: 'anthropic-user-profile-id',
  workspace_id: 'anthropic-workspace-id',
} as const;

/**
 * Splits params into the JSON body and the headers that some of them travel in. Read once per subscription, so that
 * every attempt sends the same.
 */
export function splitParams(params: object): SplitParams {
  const body: Record<string, unknown> = { ...params };
  const headers = new Headers();
  for (const [param, header] of Object.entries(headerParams)) {
    const value = body[param];
    if (typeof value === 'string') headers.set(header, value);
    if (Array.isArray(value) && value.length > 0) headers.set(header, value.join(','));
    Reflect.deleteProperty(body, param);
  }
  return { body: JSON.stringify(body), headers };
}
