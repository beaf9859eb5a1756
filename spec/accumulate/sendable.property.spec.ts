import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concat, from, NEVER, throwError } from 'rxjs';
import { MessageBuilder } from '../../lib/accumulate/message-builder.ts';
import {
  type BetaMessage,
  type BetaMessageParam,
  type BetaMessageStreamEvent,
  continuationParams,
  conversation,
  type MessageCreateParams,
  type MessageParam,
  type MessageStreamEvent,
  runTools,
  toHistory,
  tool,
} from '../../lib/index.ts';
import { historyIssues, messageEvents } from '../../lib/testing/index.ts';
import { anyReply } from '../support/any-reply.ts';
import { params } from '../support/params.ts';
import { readRecordings } from '../support/read-recordings.ts';

const user: MessageParam = { role: 'user', content: 'Hi' };
const issues = (messages: readonly BetaMessageParam[]) => historyIssues({ messages }, { unsignedThinking: true });

function messageOf(events: readonly BetaMessageStreamEvent[]): BetaMessage | undefined {
  const built = new MessageBuilder();
  for (const event of events) built.add(event);
  return built.state?.message;
}

/** A message, and its stored copies. */
const copiesOf = (message: BetaMessage): BetaMessage[] => [
  message,
  JSON.parse(JSON.stringify(message)) as BetaMessage,
  { ...message, content: message.content.map((block) => ({ ...block })) },
];

/** The conversation after a reply whose calls are answered. */
function answered(message: BetaMessage): BetaMessageParam[] {
  const turn = toHistory(message);
  if (!turn) return [user, user];
  const results = turn.content.flatMap((block) =>
    block.type === 'tool_use' ? [{ type: 'tool_result' as const, tool_use_id: block.id }] : [],
  );
  const next = results.length > 0 ? { role: 'user' as const, content: results } : user;
  return [user, turn, next];
}

function checkCut(events: readonly BetaMessageStreamEvent[]): void {
  const message = messageOf(events);
  if (!message) return;
  for (const copy of copiesOf(message)) {
    expect(issues(answered(copy))).toEqual([]);
    expect(issues(continuationParams(params, copy).messages)).toEqual([]);
  }
  checkConversation(events as MessageStreamEvent[]);
}

/** Both ways to interrupt a reply, and then another turn. */
function checkConversation(events: readonly MessageStreamEvent[]): void {
  for (const rest of [NEVER, throwError(() => new Error('cut'))]) {
    const requests: MessageCreateParams[] = [];
    const stream = (sent: MessageCreateParams) =>
      requests.push(sent) === 1 ? concat(from(events), rest) : from(messageEvents('Well'));
    const chat = conversation({ messages: { stream } }, params);
    chat
      .send('a', { keepPartial: true })
      .subscribe({ error: () => undefined })
      .unsubscribe();
    // Calls of a complete reply wait for their results.
    if (events.at(-1)?.type !== 'message_stop') expect(issues([...chat.history, user])).toEqual([]);
    chat.send('b').subscribe();
    expect(requests.flatMap(({ messages }) => issues(messages))).toEqual([]);
    expect(issues(chat.history)).toEqual([]);
  }
}

/** A complete reply in a conversation, and in a run. */
function checkWhole(events: readonly MessageStreamEvent[]): void {
  const requests: MessageCreateParams[] = [];
  const stream = (sent: MessageCreateParams) => from(requests.push(sent) === 1 ? events : messageEvents('Well'));
  const chat = conversation({ messages: { stream } }, params);
  chat.send('a').subscribe();
  chat.send('b').subscribe();
  requests.length = 0;
  const f = tool({ name: 'f', description: 'F.', inputSchema: { type: 'object' }, run: () => 'done' });
  for (const eager of [false, true]) {
    let last: readonly MessageParam[] = [];
    runTools(stream, params, { tools: [f], eager }).subscribe((event) => {
      if (event.type === 'run_finished') last = event.messages;
    });
    expect(issues([...last, user])).toEqual([]);
    expect(requests.flatMap(({ messages }) => issues(messages))).toEqual([]);
    requests.length = 0;
  }
  expect(issues(chat.history)).toEqual([]);
}

describe('the next request is valid for the API', () => {
  it('after any reply that is interrupted anywhere, and after its copies', () => {
    fc.assert(
      fc.property(anyReply, fc.nat(), (events, at) => checkCut(events.slice(0, at % (events.length + 1)))),
      { numRuns: 300 },
    );
  });

  it('after any complete reply', () => {
    fc.assert(
      fc.property(anyReply, (events) => checkWhole(events)),
      { numRuns: 300 },
    );
  });

  it.each(readRecordings().map(({ name, events }) => [name, events] as const))(
    'after %s, interrupted around each block',
    (_, events) => {
      const places = events.flatMap(({ type }, at) => (type === 'content_block_delta' ? [] : [at, at + 1]));
      const begun = events.findIndex(({ type }) => type === 'message_start');
      for (const at of new Set(places)) if (at >= begun) checkCut(oneMessage(events.slice(begun, at)));
    },
  );
});

/** Some recordings have several messages. */
function oneMessage(events: readonly BetaMessageStreamEvent[]): readonly BetaMessageStreamEvent[] {
  const second = events.findIndex(({ type }, at) => at > 0 && type === 'message_start');
  return second < 0 ? events : events.slice(0, second);
}
