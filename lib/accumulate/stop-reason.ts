type StopReason = string | null | undefined;

/** Stop reasons after which the last block may be cut although it has stopped. */
const cutting: ReadonlySet<StopReason> = new Set(['max_tokens', 'refusal', 'model_context_window_exceeded']);

/** Whether a reply ended before the model was done with its last block. */
export function cutsReply(stopReason: StopReason): boolean {
  return cutting.has(stopReason);
}
