/** Params in the form of the wire. */
export interface SplitParams {
  /** The JSON body. */
  readonly body: string;
  /** The params that are sent in headers. */
  readonly headers: Headers;
}

/** The params that the body does not contain as they are. */
interface MovedParams {
  readonly betas?: readonly string[];
  readonly user_profile_id?: string;
  readonly workspace_id?: string;
  readonly output_format?: object | null;
  readonly output_config?: object;
}

/**
 * Splits params into the JSON body and the headers, with `betas` after their own. The older
 * `output_format` moves to `output_config.format`. Read once per subscription, so that every attempt sends the same.
 */
export function splitParams(params: object, betas: readonly string[] = []): SplitParams {
  const { betas: own, user_profile_id, workspace_id, output_format, ...rest }: MovedParams = params;
  const allBetas = [...(own ?? []), ...betas];
  const headers = new Headers();
  if (allBetas.length > 0) headers.set('anthropic-beta', allBetas.join(','));
  if (typeof user_profile_id === 'string') headers.set('anthropic-user-profile-id', user_profile_id);
  if (typeof workspace_id === 'string') headers.set('anthropic-workspace-id', workspace_id);
  const body =
    output_format == null ? rest : { ...rest, output_config: { ...rest.output_config, format: output_format } };
  return { body: wellFormed(JSON.stringify(body)), headers };
}

/** JSON without halves of surrogate pairs, which the API rejects; text that was split inside an emoji has them. */
function wellFormed(json: string): string {
  return json.replace(/\\\\|\\ud[89a-f][\da-f]{2}/g, (escape) => (escape === '\\\\' ? escape : '\ufffd'));
}
