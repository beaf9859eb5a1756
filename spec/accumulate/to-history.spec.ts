import { describe, expect, it } from '@jest/globals';
import { concat, from, throwError } from 'rxjs';
import {
  APIConnectionError,
  type BetaMessage,
  isAnthropicError,
  type MessageStreamEvent,
  snapshots,
  toHistory,
} from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { emptyMessage } from '../support/events.ts';

/** The history of a stream that breaks after these events. */
function cut(events: readonly MessageStreamEvent[]): BetaMessage {
  let partial: BetaMessage | undefined;
  concat(
    from(events),
    throwError(() => new APIConnectionError('gone')),
  )
    .pipe(snapshots())
    .subscribe({ error: (error: unknown) => (partial = isAnthropicError(error) ? error.partialMessage : undefined) });
  return partial!;
}

const call = { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: { query: 'x' } } as const;
const result = { type: 'web_search_tool_result', tool_use_id: 'srv_1', content: [] } as const;
const events = messageEvents({
  content: [{ thinking: 'hm', signature: 'sig' }, 'Hello there', { tool_use: { name: 'f', input: { a: 1 } } }],
});
const indexOf = (type: string, index: number) =>
  events.findIndex((event) => event.type === type && 'index' in event && event.index === index);

describe('toHistory', () => {
  it('keeps a complete message unchanged', () => {
    const message = cut(events);
    expect(toHistory(message)).toEqual({ role: 'assistant', content: message.content });
  });

  it('keeps the text of a partial message', () => {
    const turn = toHistory(cut(events.slice(0, indexOf('content_block_delta', 1) + 1)));
    expect(turn?.content).toEqual([
      { type: 'thinking', thinking: 'hm', signature: 'sig' },
      { type: 'text', text: 'Hello' },
    ]);
  });

  it('drops a call whose block never stopped, and text that is empty', () => {
    const turn = toHistory(cut(events.slice(0, indexOf('content_block_stop', 2))));
    expect(turn?.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
    expect(toHistory(cut(events.slice(0, indexOf('content_block_start', 2))))?.content).toHaveLength(2);
  });

  it('drops thinking that nothing follows, which the API refuses', () => {
    expect(toHistory(cut(events.slice(0, indexOf('content_block_start', 1) + 1)))).toBeUndefined();
  });

  it('drops unsigned thinking, and returns nothing when no block remains', () => {
    expect(toHistory(cut(events.slice(0, 3)))).toBeUndefined();
    expect(toHistory(emptyMessage)).toBeUndefined();
  });

  it('keeps server tool calls and results only together', () => {
    const turnOf = (...content: BetaMessage['content']) => toHistory({ ...emptyMessage, content })?.content;
    expect(turnOf(call, { ...result, content: [] })).toEqual([call, result]);
    expect(turnOf(call)).toBeUndefined();
    expect(turnOf({ ...result, content: [] })).toBeUndefined();
  });

  it.each(['', ' ', '\n\t '])('drops the blank text %j, which the API refuses', (blank) => {
    const content: BetaMessage['content'] = [
      { type: 'text', text: blank },
      { type: 'text', text: ' a ' },
    ];
    expect(toHistory({ ...emptyMessage, content })?.content).toEqual([{ type: 'text', text: ' a ' }]);
    expect(toHistory({ ...emptyMessage, content: content.slice(0, 1) })).toBeUndefined();
  });

  it.each<[string, unknown[], string]>([
    ['no message', [undefined], 'toHistory: message: is missing; pass a message, such as finalMessage() emits'],
    [
      'a list of messages',
      [[emptyMessage]],
      'toHistory: message: is an array; pass a message, such as finalMessage() emits',
    ],
    [
      'one turn before',
      [emptyMessage, { role: 'user', content: 'Hi' }],
      'toHistory: before: is an object; pass an array',
    ],
  ])('throws for %s', (_, args, message) => {
    const call = () => toHistory(...(args as Parameters<typeof toHistory>));
    expect(call).toThrow(expect.objectContaining({ name: 'InvalidOptionsError', message }));
  });
});
