import { describe, expect, it } from '@jest/globals';
import { ChatCalls, stopCall } from '../../lib/turns/chat-calls.ts';

const call = { type: 'tool_use' as const, id: 'toolu_1', name: 'f', input: {} };
const result = { type: 'tool_result' as const, tool_use_id: 'toolu_1', content: 'ok' };
const at = { turn: 1, toolUse: call };
const error = new Error('broken');

describe('ChatCalls', () => {
  it.each([
    ['nothing', [], { status: 'pending' }],
    ['a question', [{ type: 'call_asked', toolUse: call }], { status: 'waiting' }],
    ['its start', [{ type: 'tool_started', ...at }], { status: 'running' }],
    ['progress', [{ type: 'tool_progress', ...at, content: '50 %' }], { progress: '50 %' }],
    ['its result', [{ type: 'tool_finished', ...at, result }], { status: 'done', result }],
    ['its failure', [{ type: 'tool_failed', ...at, error, result }], { status: 'failed', error, result }],
    [
      'a denial',
      [
        { type: 'call_denied', toolUse: call },
        { type: 'tool_failed', ...at, error, result },
      ],
      { status: 'denied', error, result },
    ],
  ] as const)('shows a call after %s', (_, events, expected) => {
    const calls = new ChatCalls([]);
    calls.add(call);
    for (const event of events) calls.settle(event);
    expect(calls.list.toArray()).toEqual([expect.objectContaining({ ...call, ...expected })]);
  });

  it('grows the input of a call, keeps other calls, and never changes an earlier list', () => {
    const calls = new ChatCalls([]);
    calls.add({ ...call, id: 'toolu_0' });
    calls.add(call);
    const before = calls.list.toArray();
    calls.add(call);
    expect(calls.list.toArray()).toBe(before);
    calls.add({ ...call, input: { a: 1 } });
    const [first, second] = calls.list.toArray();
    expect([first === before[0], before[1]?.input, second?.input]).toEqual([true, {}, { a: 1 }]);
  });

  it('takes results of a message, after the calls of earlier messages', () => {
    const first = new ChatCalls([]);
    first.add(call);
    const second = new ChatCalls(first.list.toArray());
    second.resolve({ ...result, is_error: true });
    second.resolve({ ...result, tool_use_id: 'toolu_9' });
    expect(second.list.toArray().map(({ id, status }) => [id, status])).toEqual([['toolu_1', 'failed']]);
  });
});

describe('stopCall', () => {
  it.each([
    ['pending', 'stopped'],
    ['waiting', 'stopped'],
    ['running', 'stopped'],
    ['done', 'done'],
    ['failed', 'failed'],
    ['denied', 'denied'],
  ] as const)('makes a call that is %s %s', (status, expected) => {
    const use = { ...call, status, progress: undefined, result: undefined, error: undefined };
    expect(stopCall(use).status).toBe(expected);
    if (status === expected) expect(stopCall(use)).toBe(use);
  });
});
