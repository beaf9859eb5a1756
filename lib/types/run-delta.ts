import type { BetaContentBlockDelta } from './content-block-delta.ts';

/** The deltas that only ever add to one text: nearly every event of a stream has one. */
export type RunDelta = Extract<BetaContentBlockDelta, { type: 'text_delta' | 'thinking_delta' | 'input_json_delta' }>;

/** The text that a decoded delta adds; `undefined` for deltas of other types, and for deltas without text. */
export function textOfRun(delta: unknown): string | undefined {
  if (typeof delta !== 'object' || delta === null) return undefined;
  const text = sentText(delta as RunDelta); // any object reads so
  return typeof text === 'string' ? text : undefined;
}

function sentText(delta: RunDelta): unknown {
  switch (delta.type) {
    case 'text_delta':
      return delta.text;
    case 'thinking_delta':
      return delta.thinking;
    case 'input_json_delta':
      return delta.partial_json;
    default:
      return undefined;
  }
}

/** The delta that adds a text. */
export function runDelta(type: RunDelta['type'], text: string): RunDelta {
  if (type === 'text_delta') return { type, text };
  return type === 'thinking_delta' ? { type, thinking: text } : { type, partial_json: text };
}
