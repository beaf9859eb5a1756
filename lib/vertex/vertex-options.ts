import { type OptionRule, required } from '../errors/check-options.ts';
import type { CloudCredential } from '../clouds/ask-credential.ts';
import { aToken, checkCloudOptions, type CloudOptions } from '../clouds/cloud-options.ts';

/** The options of `vertex`. */
export interface VertexOptions extends CloudOptions {
  /** The region: `'global'`, the multi-regions `'us'` and `'eu'`, or one such as `'us-east5'`. */
  readonly region: string;
  /** The id of the project. */
  readonly project: string;
  /**
   * An OAuth token of Google, or a function that returns it for each attempt, such as `() => auth.getAccessToken()` of
   * `google-auth-library`.
   */
  readonly authToken: CloudCredential<string | null | undefined>;
}

/** Ids of projects contain a colon after a domain. */
const aProject: OptionRule = {
  allows: (value) => typeof value === 'string' && /^[a-z0-9][a-z0-9.:-]*$/i.test(value),
  expected: 'the id of a project',
};

/** Checks the options of `vertex`. Throws `InvalidOptionsError`. */
export function checkVertexOptions(options: VertexOptions): void {
  checkCloudOptions('vertex', options, { project: required(aProject), authToken: required(aToken) });
}
