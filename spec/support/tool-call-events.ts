import { blockStop, json, toolStart } from './block-events.ts';
import { messageDelta, reply } from './events.ts';

/** Calls of the tool `f`, by the letters used in marbles; block 0 has its input in pieces, block 1 may start with it. */
export const toolCallEvents = {
  ...reply,
  s: toolStart(0, 'f'),
  t: toolStart(1, 'f'),
  '0': json(0, ''),
  '1': json(0, '{"city":"Pa'),
  '2': json(0, 'ris"}'),
  e: blockStop(0),
  f: blockStop(1),
  w: toolStart(1, 'f', { whole: true }),
  T: messageDelta('tool_use'),
  M: messageDelta('max_tokens'),
  R: messageDelta('refusal'),
  P: messageDelta('pause_turn'),
  '3': json(0, '}'),
};
