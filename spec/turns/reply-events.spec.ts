import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, map, NEVER, of, toArray } from 'rxjs';
import { messageEvents } from '../../lib/testing/index.ts';
import { replyEvents } from '../../lib/turns/reply-events.ts';
import { params } from '../support/params.ts';
import { add, call } from './scripted-run.ts';

const typesOf = (events$: ReturnType<typeof replyEvents>) =>
  lastValueFrom(
    events$.pipe(
      map(({ type }) => type),
      toArray(),
    ),
  ).then((types) => types.filter((type, i) => type !== types[i - 1]));

describe('replyEvents', () => {
  it('emits the events of one request without tools', async () => {
    const events = messageEvents('a');
    const wrapped = await lastValueFrom(replyEvents(() => from(events), params, {}, NEVER).pipe(toArray()));
    expect(wrapped).toEqual(events.map((event) => ({ type: 'message_event', turn: 1, event })));
  });

  it('emits the events of a run with tools, and its decisions', async () => {
    const replies = [messageEvents({ content: call('add', { a: 1, b: 2 }, 'toolu_1') }), messageEvents('3')];
    const events$ = replyEvents(() => from(replies.shift()!), params, { tools: [add], approve: () => false }, NEVER);
    expect(await typesOf(events$)).toEqual([
      'message_event',
      'call_denied',
      'tool_failed',
      'turn_finished',
      'message_event',
      'turn_finished',
      'run_finished',
    ]);
  });

  it('completes with the run, also without decisions', async () => {
    expect(await typesOf(replyEvents(() => from(messageEvents('a')), params, { tools: [] }, of()))).toEqual([
      'message_event',
      'turn_finished',
      'run_finished',
    ]);
  });
});
