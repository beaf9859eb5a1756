import { concatMap, from, lastValueFrom, type Observable, throwError, toArray } from 'rxjs';
import * as z from 'zod/mini';
import { historyIssues, messageEvents, type MessageSpec } from '../../lib/testing/index.ts';
import { runTools } from '../../lib/turns/run-tools.ts';
import type { ToolRunOptions } from '../../lib/turns/tool-run-options.ts';
import { type RunnableTool, tool } from '../../lib/turns/tool.ts';
import type { ToolRunEvent } from '../../lib/turns/tool-run-event.ts';
import type { MessageCreateParams } from '../../lib/types/message-create-params.ts';
import type { MessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { params } from '../support/params.ts';

export type Options = ToolRunOptions<MessageCreateParams, MessageStreamEvent>;
export type Reply = string | MessageSpec | readonly MessageStreamEvent[] | Observable<MessageStreamEvent>;

/** The issues that the API would reject; specs repeat one reply, and with it the ids of its calls. */
const issuesOf = (sent: MessageCreateParams) =>
  historyIssues(sent, { unsignedThinking: true }).filter(({ message }) => !message.endsWith('ids must be unique'));

/** A run over replies in order; keeps the requests, and fails where the API would reject one. */
export function scripted(replies: readonly Reply[], options: Options, request = params) {
  const requests: MessageCreateParams[] = [];
  const stream = (sent: MessageCreateParams) => {
    const reply = replies[requests.push(structuredClone(sent)) - 1];
    const [issue] = issuesOf(sent);
    if (issue) return throwError(() => new Error(`${issue.path}: ${issue.message}`));
    if (reply === undefined) return throwError(() => new Error('no reply left'));
    if (Array.isArray(reply) || (typeof reply === 'object' && 'pipe' in reply)) {
      return from(reply as readonly MessageStreamEvent[]);
    }
    return from(messageEvents(reply as MessageSpec));
  };
  return { requests, run$: runTools(stream, request, options) };
}

/** All events but those of the replies. */
export const eventsOf = (run$: Observable<ToolRunEvent>) =>
  lastValueFrom(
    run$.pipe(
      concatMap((event) => (event.type === 'message_event' ? [] : [event])),
      toArray(),
    ),
  );

/** The last event. */
export async function finished(run$: Observable<ToolRunEvent>) {
  const last = await lastValueFrom(run$);
  if (last.type !== 'run_finished') throw new Error(last.type);
  return last;
}

export const call = (name: string, input: unknown, id: string) => ({ tool_use: { name, input, id } });

export const add = tool({
  name: 'add',
  description: 'Adds.',
  inputSchema: z.object({ a: z.number(), b: z.number() }),
  run: ({ a, b }) => String(a + b),
});

export const running = (run: RunnableTool['run'], name = 'f'): RunnableTool =>
  tool({ name, description: 'Runs.', inputSchema: { type: 'object' }, run });
