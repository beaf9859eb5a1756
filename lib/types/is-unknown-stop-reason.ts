import type { BetaStopReason } from './stop-reason.ts';

const known: Readonly<Record<BetaStopReason, true>> = {
  end_turn: true,
  max_tokens: true,
  stop_sequence: true,
  tool_use: true,
  pause_turn: true,
  refusal: true,
  model_context_window_exceeded: true,
  compaction: true,
};

/**
 * Whether a stop reason is newer than this library; `null` is not. To compare it, read it as a string:
 * `const reason: string | null | undefined = message.stop_reason`.
 */
export function isUnknownStopReason(reason: string | null | undefined): boolean {
  return typeof reason === 'string' && !Object.hasOwn(known, reason);
}
