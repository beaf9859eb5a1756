import type { BetaRefusalStopDetails } from '../types/stop-details.ts';
import { AnthropicError } from './anthropic-error.ts';

/** The model refused (`stop_reason: refusal`), so the reply has no output. */
export class RefusalError extends AnthropicError {
  /** The reason, if the API reports it. */
  readonly stopDetails: BetaRefusalStopDetails | undefined;

  constructor(stopDetails?: BetaRefusalStopDetails | null) {
    super(`The model refused to answer${stopDetails?.explanation ? `: ${stopDetails.explanation}` : '.'}`);
    this.stopDetails = stopDetails ?? undefined;
  }

  override get name(): string {
    return 'RefusalError';
  }
}
