import { describe, expect, it } from '@jest/globals';
import { isCut, isPaused, isRefused, isUnfinished } from '../../lib/accumulate/stop-reason.ts';

const yes = (reason: string | null | undefined) =>
  Object.entries({ isCut, isRefused, isPaused, isUnfinished }).flatMap(([name, is]) => (is(reason) ? [name] : []));

describe('a stop reason', () => {
  it.each<[string | null | undefined, string[]]>([
    ['max_tokens', ['isCut', 'isUnfinished']],
    ['model_context_window_exceeded', ['isCut', 'isUnfinished']],
    ['refusal', ['isCut', 'isRefused', 'isUnfinished']],
    ['pause_turn', ['isPaused', 'isUnfinished']],
    ['compaction', ['isPaused']],
    ['end_turn', []],
    ['tool_use', []],
    ['stop_sequence', []],
    ['newer', []],
    ['', []],
    [null, []],
    [undefined, []],
  ])('%s: %j', (reason, names) => {
    expect(yes(reason)).toEqual(names);
  });
});
