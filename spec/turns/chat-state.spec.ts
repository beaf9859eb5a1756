import { describe, expect, it } from '@jest/globals';
import { stateOf } from '../../lib/turns/chat-state.ts';
import { replyTurn, userTurn } from '../../lib/turns/chat-turn.ts';

describe('stateOf', () => {
  it.each([
    ['pending', false],
    ['streaming', false],
    ['done', false],
    ['stopped', true],
    ['refused', true],
    ['error', true],
  ] as const)('has the status of the last reply: %s', (status, canRetry) => {
    const error = status === 'error' ? new Error('broken') : undefined;
    const state = stateOf({
      turns: [userTurn('a'), { ...replyTurn(), status, error }],
      running: undefined,
      queued: [],
    });
    expect(state).toMatchObject({ status, canRetry, error });
  });

  it.each([[[]], [[userTurn('a')]]])('is idle without a reply', (turns) => {
    expect(stateOf({ turns, running: undefined, queued: [] })).toMatchObject({ status: 'idle', canRetry: false });
  });

  it('has one list of turns, with the running reply at its end', () => {
    const [turns, running] = [[userTurn('a')], replyTurn()];
    const state = stateOf({ turns, running, queued: [] });
    expect(state.turns).toEqual([turns[0], running]);
    expect(state.turns).toBe(state.turns);
    expect(stateOf({ turns, running: undefined, queued: [] }).turns).toBe(turns);
  });
});
