import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject, throwError } from 'rxjs';
import { failedCall, runCall } from '../../lib/turns/run-call.ts';
import type { RunnableTool, ToolContext } from '../../lib/turns/tool.ts';
import type { ToolUseBlock } from '../../lib/types/content-block.ts';
import { running } from './scripted-run.ts';

const toolUse: ToolUseBlock = { type: 'tool_use', id: 'toolu_1', name: 'f', input: { raw: true } };
const result = (content: string) => ({ type: 'tool_result', tool_use_id: 'toolu_1', content });
const common = { turn: 3, toolUse };

function watch(run: RunnableTool['run']) {
  const seen: unknown[] = [];
  const calls: [unknown, ToolContext][] = [];
  const tool = running((input, context) => {
    calls.push([input, context]);
    return run(input, context);
  });
  const events$ = runCall(tool, { checked: true }, toolUse, 3);
  const subscribe = () =>
    events$.subscribe({ next: (event) => seen.push(event), complete: () => seen.push('complete') });
  return { seen, calls, subscribe };
}

describe('runCall', () => {
  it('runs the tool on the validated input once subscribed', () => {
    const { seen, calls, subscribe } = watch(() => 'done');
    expect(calls).toEqual([]);
    subscribe();
    expect(calls).toEqual([[{ checked: true }, { toolUse, signal: expect.any(AbortSignal) }]]);
    expect(seen).toEqual([
      { type: 'tool_started', ...common },
      { type: 'tool_finished', ...common, result: result('done') },
      'complete',
    ]);
  });

  it('emits the values before the last one as progress', () => {
    const { seen, subscribe } = watch(() => of('a', 'b', 'c'));
    subscribe();
    expect(seen).toEqual([
      { type: 'tool_started', ...common },
      { type: 'tool_progress', ...common, content: 'a' },
      { type: 'tool_progress', ...common, content: 'b' },
      { type: 'tool_finished', ...common, result: result('c') },
      'complete',
    ]);
  });

  it.each<[string, RunnableTool['run']]>([
    ['throws', () => { throw new Error('No.'); }], // prettier-ignore
    ['emits an error', () => throwError(() => new Error('No.'))],
  ])('reports a tool that %s, with an event', (_, run) => {
    const { seen, subscribe } = watch(run);
    subscribe();
    expect(seen).toEqual([{ type: 'tool_started', ...common }, failedCall(new Error('No.'), toolUse, 3), 'complete']);
  });

  it('aborts the signal on unsubscribe, and only then', () => {
    const signals = [of('done'), throwError(() => new Error('No.')), new Subject<string>(), NEVER].map((output) => {
      const { calls, subscribe } = watch(() => output);
      const subscription = subscribe();
      if (output instanceof Subject) output.complete();
      subscription.unsubscribe();
      return calls[0]?.[1].signal.aborted;
    });
    expect(signals).toEqual([false, false, false, true]);
  });

  it('passes another signal per subscription', () => {
    const { calls, subscribe } = watch(() => NEVER);
    subscribe().unsubscribe();
    subscribe();
    expect(calls.map(([, { signal }]) => signal.aborted)).toEqual([true, false]);
  });
});

describe('failedCall', () => {
  it('has the error, and the result for the model', () => {
    const error = new Error('No.');
    const failed = { ...result('Error: No.'), is_error: true };
    expect(failedCall(error, toolUse, 3)).toEqual({ type: 'tool_failed', ...common, error, result: failed });
  });
});
