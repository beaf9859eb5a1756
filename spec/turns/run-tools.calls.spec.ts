import { describe, expect, it } from '@jest/globals';
import { concat, from, NEVER, of, Subject, type Subscription, take, throwError } from 'rxjs';
import type { MessageStreamEvent } from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { runTools } from '../../lib/turns/run-tools.ts';
import type { RunnableTool, ToolContext } from '../../lib/turns/tool.ts';
import type { ToolRunEvent } from '../../lib/turns/tool-run-event.ts';
import { blockStop, json, textStart, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';
import { params } from '../support/params.ts';
import { call, type Options, type Reply, running, scripted } from './scripted-run.ts';

const twoCalls = [
  messageStart(),
  toolStart(0, 'f'),
  json(0, '{"n":0}'),
  blockStop(0),
  toolStart(1, 'f', { n: 1 }),
  blockStop(1),
  messageDelta('tool_use'),
  messageStop,
];

/** A tool whose calls wait for a Subject each. */
function waiting() {
  const work: Subject<string>[] = [];
  const contexts: ToolContext[] = [];
  const tool = running((_, context) => {
    contexts.push(context);
    const outcome = new Subject<string>();
    work.push(outcome);
    return outcome;
  });
  const finish = (index: number) => {
    work[index]?.next(`result ${index}`);
    work[index]?.complete();
  };
  return { tool, work, contexts, finish };
}

/** Subscribes and records the progress of calls, for example `started toolu_0`. */
function watch({ run$ }: ReturnType<typeof scripted>) {
  const log: string[] = [];
  const note = (event: ToolRunEvent) => {
    if (event.type === 'message_event') return;
    const id = 'toolUse' in event ? ` ${event.toolUse.id}` : '';
    log.push(event.type.replace('tool_', '') + id);
  };
  const subscription: Subscription = run$.subscribe({
    next: note,
    error: (error: unknown) => log.push(`error ${String(error)}`),
  });
  return { log, subscription };
}

describe('the calls of a reply', () => {
  const start = (options: Partial<Options>, replies: Reply[] = [twoCalls, 'Done']) => {
    const tools = waiting();
    const run = scripted(replies, { tools: [tools.tool], ...options });
    return { ...tools, ...run, ...watch(run) };
  };

  it('run concurrently, and their results keep call order', () => {
    const { log, finish, requests } = start({});
    expect(log).toEqual(['started toolu_0', 'started toolu_1']);
    finish(1);
    finish(0);
    expect(log.slice(2)).toEqual([
      'finished toolu_1',
      'finished toolu_0',
      'turn_finished',
      'turn_finished',
      'run_finished',
    ]);
    expect(requests[1]?.messages.at(-1)?.content).toEqual([
      { type: 'tool_result', tool_use_id: 'toolu_0', content: 'result 0' },
      { type: 'tool_result', tool_use_id: 'toolu_1', content: 'result 1' },
    ]);
  });

  it('wait for a place where concurrency limits them', () => {
    const { log, finish } = start({ concurrency: 1 });
    expect(log).toEqual(['started toolu_0']);
    finish(0);
    expect(log.slice(1)).toEqual(['finished toolu_0', 'started toolu_1']);
  });

  it('take no place while they wait for approval', () => {
    const answers = [new Subject<boolean>(), new Subject<boolean>()];
    const approve: Options['approve'] = ({ id }) => answers[Number(id.slice(-1))]!;
    const { log } = start({ concurrency: 1, approve });
    expect(log).toEqual([]);
    answers[1]?.next(true);
    expect(log).toEqual(['started toolu_1']);
    expect(answers[1]?.observed).toBe(false);
  });

  it('fail the run when approve fails, and stop the running tools', () => {
    const error = new Error('mine');
    const approve: Options['approve'] = ({ id }) => (id === 'toolu_0' ? of(true) : throwError(() => error));
    const { log, contexts } = start({ approve });
    expect(log).toEqual(['started toolu_0', 'error Error: mine']);
    expect(contexts[0]?.signal.aborted).toBe(true);
  });

  it('carry the name of their toolset into the results', () => {
    const block = { type: 'tool_use', id: 'x', name: 'f', input: {}, toolset_name: 'browser' } as const;
    const { finish, requests } = start({}, [{ content: [block], stop_reason: 'tool_use' }, 'Done']);
    finish(0);
    expect(requests[1]?.messages.at(-1)?.content).toEqual([
      { type: 'tool_result', tool_use_id: 'x', content: 'result 0', toolset_name: 'browser' },
    ]);
  });
});

describe('eager', () => {
  const eager = (more: Partial<Options> = {}) => {
    const reply$ = new Subject<MessageStreamEvent>();
    const tools = waiting();
    const run = scripted([reply$, 'Done'], { tools: [tools.tool], eager: true, ...more });
    const send = (...events: MessageStreamEvent[]) => events.forEach((event) => reply$.next(event));
    return { ...tools, ...run, ...watch(run), reply$, send };
  };

  it('starts a call when the next block starts, and the last when the reply asks for tools', () => {
    const { log, send } = eager();
    send(...twoCalls.slice(0, 4));
    expect(log).toEqual([]);
    send(twoCalls[4]!);
    expect(log).toEqual(['started toolu_0']);
    send(twoCalls[5]!);
    expect(log).toHaveLength(1);
    send(twoCalls[6]!);
    expect(log).toEqual(['started toolu_0', 'started toolu_1']);
  });

  it('runs each call once, and ends the turn when reply and tools are done', () => {
    const { log, send, reply$, finish, requests } = eager();
    send(...twoCalls.slice(0, 5));
    finish(0);
    send(...twoCalls.slice(5));
    finish(1);
    expect(log).toEqual(['started toolu_0', 'finished toolu_0', 'started toolu_1', 'finished toolu_1']);
    reply$.complete();
    expect(log.slice(4)).toEqual(['turn_finished', 'turn_finished', 'run_finished']);
    expect(requests[1]?.messages.at(-1)?.content).toHaveLength(2);
  });

  it('never starts an interrupted call, and keeps the result of one that ran', () => {
    const { log, send, reply$, finish } = eager();
    send(...twoCalls.slice(0, 6), messageDelta('max_tokens'), messageStop);
    finish(0);
    reply$.complete();
    expect(log).toEqual(['started toolu_0', 'finished toolu_0', 'turn_finished', 'run_finished']);
  });

  it('starts nothing early once another model has continued', () => {
    const { log, send } = eager();
    const fallback = { type: 'content_block_start', index: 1, content_block: { type: 'fallback', to: { model: 'm' } } };
    send(...twoCalls.slice(0, 4), fallback as unknown as MessageStreamEvent, blockStop(1), textStart(2));
    expect(log).toEqual([]);
  });

  it('does not continue for a call of a reply that started over without calls', () => {
    const { log, send, reply$, finish, requests } = eager();
    send(...twoCalls.slice(0, 5));
    finish(0);
    send({ type: 'anthropic_rxjs_restart' } as unknown as MessageStreamEvent, ...messageEvents('Done'));
    reply$.complete();
    expect([log, requests.length]).toEqual([
      ['started toolu_0', 'finished toolu_0', 'turn_finished', 'run_finished'],
      1,
    ]);
  });

  it('stops the tools when the reply fails', () => {
    const { log, send, reply$, contexts } = eager();
    send(...twoCalls.slice(0, 5));
    reply$.error(new Error('cut'));
    expect(log).toEqual(['started toolu_0', 'error Error: cut']);
    expect(contexts[0]?.signal.aborted).toBe(true);
  });
});

describe('unsubscribing from a run', () => {
  it('aborts the request before the first event', () => {
    const reply$ = new Subject<MessageStreamEvent>();
    const { subscription, log } = watch(scripted([reply$], { tools: [] }));
    expect(reply$.observed).toBe(true);
    subscription.unsubscribe();
    expect([reply$.observed, log]).toEqual([false, []]);
  });

  it('aborts a reply that streams and the tools it has started', () => {
    const tools = waiting();
    const run = scripted([concat(from(twoCalls.slice(0, 5)), NEVER)], { tools: [tools.tool], eager: true });
    const { subscription } = watch(run);
    expect(tools.work[0]?.observed).toBe(true);
    subscription.unsubscribe();
    expect([tools.work[0]?.observed, tools.contexts[0]?.signal.aborted]).toEqual([false, true]);
  });

  it('aborts every running tool, but not those that are done, and sends nothing more', () => {
    const tools = waiting();
    const run = scripted([twoCalls, 'Done'], { tools: [tools.tool] });
    const { subscription, log } = watch(run);
    tools.finish(0);
    subscription.unsubscribe();
    tools.finish(1);
    expect(tools.contexts.map(({ signal }) => signal.aborted)).toEqual([false, true]);
    expect([log, run.requests.length]).toEqual([['started toolu_0', 'started toolu_1', 'finished toolu_0'], 1]);
  });

  it('does not wait for a tool that ignores its signal', async () => {
    let end: (text: string) => void = () => undefined;
    const stubborn: RunnableTool = running(() => new Promise<string>((resolve) => (end = resolve)));
    const run = scripted([{ content: call('f', {}, 'x') }, 'Done'], { tools: [stubborn] });
    const { subscription, log } = watch(run);
    subscription.unsubscribe();
    end('late');
    await Promise.resolve();
    await Promise.resolve();
    expect([log, run.requests.length]).toEqual([['started x'], 1]);
  });

  it('unsubscribes from an approval that waits', () => {
    const answer = new Subject<boolean>();
    const { subscription } = watch(scripted([twoCalls], { tools: [waiting().tool], approve: () => answer }));
    expect(answer.observed).toBe(true);
    subscription.unsubscribe();
    expect(answer.observed).toBe(false);
  });

  it('unsubscribes from the preparation of a turn, and from steering', () => {
    const changes = new Subject<undefined>();
    const steer$ = new Subject<never>();
    const run = scripted([], { tools: [], prepareTurn: () => changes, steer$ });
    const { subscription } = watch(run);
    expect([changes.observed, steer$.observed]).toEqual([true, true]);
    subscription.unsubscribe();
    expect([changes.observed, steer$.observed, run.requests.length]).toEqual([false, false, 0]);
  });

  it('stops everything at the first event of a synchronous reply', () => {
    const pulled: string[] = [];
    function* source() {
      for (const event of messageEvents('Hello there')) {
        pulled.push(event.type);
        yield event;
      }
    }
    const run$ = runTools(() => source(), params, { tools: [] });
    run$.pipe(take(1)).subscribe({ error: (error: unknown) => pulled.push(String(error)) });
    expect(pulled).toEqual(['message_start']);
  });
});
