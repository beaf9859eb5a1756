type StopReason = string | null | undefined;

/** A limit or a refusal ends the reply at any token, and still closes its last block: a call there may be truncated. */
export function isCut(reason: StopReason): boolean {
  return reason === 'max_tokens' || reason === 'model_context_window_exceeded' || isRefused(reason);
}

/** The API also rejects the turns after a refused turn, so the history omits it. */
export function isRefused(reason: StopReason): boolean {
  return reason === 'refusal';
}

/** The API continues when the reply is sent back unchanged. */
export function isPaused(reason: StopReason): boolean {
  return reason === 'pause_turn' || reason === 'compaction';
}

/**
 * The reply continues, so its output is incomplete and its calls do not run. With every other reason, an unknown one,
 * or without one, calls run, because gateways report `end_turn` or no reason together with calls.
 */
export function isUnfinished(reason: StopReason): boolean {
  return isCut(reason) || reason === 'pause_turn';
}
