type StopReason = string | null | undefined;

/** A limit or a refusal ends the reply at any token, and still closes its last block: a call there may be cut. */
export function isCut(reason: StopReason): boolean {
  return reason === 'max_tokens' || reason === 'model_context_window_exceeded' || isRefused(reason);
}

/** The API refuses what follows a refused turn as well, so that no history keeps one. */
export function isRefused(reason: StopReason): boolean {
  return reason === 'refusal';
}

/** The API goes on as soon as the reply is sent back as it is. */
export function isPaused(reason: StopReason): boolean {
  return reason === 'pause_turn' || reason === 'compaction';
}

/**
 * The model has more to say, so that its output is not whole and its calls do not run. Every other reason, an unknown
 * one and none at all let calls run: gateways report `end_turn`, or nothing, beside calls.
 */
export function isUnfinished(reason: StopReason): boolean {
  return isCut(reason) || reason === 'pause_turn';
}
