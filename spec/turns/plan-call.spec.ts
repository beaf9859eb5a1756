import { describe, expect, it } from '@jest/globals';
import { EMPTY, mergeAll, NEVER, of, throwError } from 'rxjs';
import * as z from 'zod/mini';
import { type Approve, planCall } from '../../lib/turns/plan-call.ts';
import type { ToolRunEvent } from '../../lib/turns/tool-run-event.ts';
import type { ToolUseBlock } from '../../lib/types/content-block.ts';
import { blockStop, json, toolStart } from '../support/block-events.ts';
import { messageStart } from '../support/events.ts';
import { settle } from '../support/settle.ts';
import { stateAfter } from '../support/state-after.ts';
import { running } from './scripted-run.ts';

const use = (name: string, input: unknown = {}): ToolUseBlock => ({ type: 'tool_use', id: 'toolu_1', name, input });
const echo = running((input) => JSON.stringify(input), 'echo');
const typed = { ...echo, name: 'typed', inputSchema: z.object({ n: z._default(z.number(), 7) }) };
const refused = {
  ...echo,
  name: 'refused',
  inputSchema: z.looseObject({}).check(() => {
    throw new Error('mine');
  }),
};
const list = { ...echo, name: 'list', inputSchema: z.array(z.number()).check(z.minLength(1, 'is empty')) };
const tools = new Map([echo, typed, refused, list].map((tool) => [tool.name, tool]));

/** What becomes of a call: the events of its plan without the constant fields. */
function outcome(toolUse: ToolUseBlock, approve?: Approve): unknown[] {
  const seen: unknown[] = [];
  planCall(tools, approve, toolUse, 2)
    .pipe(mergeAll())
    .subscribe({
      next: (event: ToolRunEvent) => seen.push('result' in event ? [event.type, event.result.content] : event.type),
      error: (error: unknown) => seen.push(error),
      complete: () => seen.push('complete'),
    });
  return seen;
}
const ran = (content: string) => ['tool_started', ['tool_finished', content], 'complete'];
const failed = (content: string) => [['tool_failed', content], 'complete'];

describe('planCall', () => {
  it('runs a call without a schema, as the model wrote it', () => {
    expect(outcome(use('echo', { a: 1 }))).toEqual(ran('{"a":1}'));
  });

  it('runs a call with the output of its schema', () => {
    expect(outcome(use('typed'))).toEqual(ran('{"n":7}'));
  });

  it.each<[string, ToolUseBlock, string]>([
    ['an unknown tool', use('other'), "Error: Tool 'other' not found"],
    ['invalid input', use('typed', { n: 'x' }), 'Error: The input does not follow the schema:\n- n: Invalid input'],
    ['two issues', use('list', ['x', 'y']), 'schema:\n- [0]: Invalid input: expected number\n- [1]: Invalid input'],
    ['an invalid root', use('list', []), 'Error: The input does not follow the schema:\n- is empty'],
    ['an exception of the schema', use('refused'), 'Error: mine'],
  ])('reports %s to the model, and never asks for approval', async (_, toolUse, content) => {
    const asked: unknown[] = [];
    const approve = (call: ToolUseBlock) => asked.push(call) > 0;
    const seen = outcome(toolUse, approve);
    await settle();
    expect(seen).toEqual([['tool_failed', expect.stringContaining(content)], 'complete']);
    expect(asked).toEqual([]);
  });

  it('reports only the first issues of a long input', () => {
    const [content] = outcome(use('list', Array(200_000).fill('x'))).flat() as [string, string];
    expect(outcome(use('list', Array(12).fill('x')))).toEqual([
      ['tool_failed', expect.stringMatching(/\n- \[9\]: .*\n- and 2 more$/)],
      'complete',
    ]);
    expect(content.length).toBeLessThan(1000);
  });

  it('reports input that is not valid JSON', () => {
    const state = stateAfter(messageStart(), toolStart(0, 'echo'), json(0, '{"a":'), blockStop(0));
    const [broken] = state!.message.content as [ToolUseBlock];
    expect(outcome(broken)).toEqual(failed('Error: The input is not valid JSON: {"a":'));
  });

  it.each<[string, Approve, unknown[]]>([
    ['true', () => true, ran('{}')],
    ['an Observable of true', () => of(true), ran('{}')],
    ['the first of several answers', () => of(true, false), ran('{}')],
    ['false', () => false, failed('Error: This call was not approved.')],
    ['a reason', () => ({ reason: 'too late' }), failed('Error: This call was not approved: too late')],
    ...[undefined, null, 'yes', 1, {}, [true], { reason: 7 }, { reason: ' ' }].map(
      (answer): [string, Approve, unknown[]] => [
        `${JSON.stringify(answer)}, which is not an answer`,
        () => answer as never,
        failed('Error: This call was not approved.'),
      ],
    ),
    ['no answer', () => EMPTY, failed('Error: This call was not approved.')],
    ['an answer that is pending', () => NEVER, []],
    ['an error', () => throwError(() => new Error('mine')), [new Error('mine')]],
    ['an exception', () => { throw new Error('mine'); }, [new Error('mine')]], // prettier-ignore
  ])('follows approve: %s', (_, approve, expected) => {
    expect(outcome(use('echo'), approve)).toEqual(expected);
  });

  it('asks for approval once subscribed, with the call', () => {
    const asked: unknown[] = [];
    const approve = (call: ToolUseBlock) => asked.push(call) > 0;
    const plan$ = planCall(tools, approve, use('echo'), 2);
    expect(asked).toEqual([]);
    plan$.subscribe();
    expect(asked).toEqual([use('echo')]);
  });
});
