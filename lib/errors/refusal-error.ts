import type { BetaRefusalStopDetails } from '../types/stop-details.ts';
import { AnthropicError } from './anthropic-error.ts';

/** The model refused (`stop_reason: refusal`), so that there is no output. */
export class RefusalError extends AnthropicError {
  /** Why, where the API tells. */
  readonly stopDetails: BetaRefusalStopDetails | undefined;

  constructor(stopDetails?: BetaRefusalStopDetails | null) {
    super(`The model refused to answer${stopDetails?.explanation ? `: ${stopDetails.explanation}` : '.'}`);
    this.stopDetails = stopDetails ?? undefined;
  }

  override get name(): string {
    return 'RefusalError';
  }
}
