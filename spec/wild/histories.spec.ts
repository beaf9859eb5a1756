import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom } from 'rxjs';
import {
  AnthropicClient,
  type BetaMessage,
  continuationParams,
  conversation,
  finalMessage,
  fromServerSentEvents,
  type MessageParam,
  type MessageStreamEvent,
  runTools,
  snapshots,
  toHistory,
} from '../../lib/index.ts';
import { type BlockSpec, messageEvents, type MessageSpec, sseBody } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { strictFetch } from '../support/strict-fetch.ts';

const wire = (block: object) => block as BlockSpec;
const text = (text: string) => ({ type: 'text', text });
const thinking = (more: object = {}) => ({ type: 'thinking', thinking: 'Hm', ...more });
const signed = thinking({ signature: 'c2ln' });
const search = { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'q' } };
const found = (content: unknown = []) => ({ type: 'web_search_tool_result', tool_use_id: 's', content });

interface Kind {
  readonly content: readonly object[];
  /** Default `end_turn`. */
  readonly stop?: string | null;
  /** The content in the next request; nothing if empty. */
  readonly kept: readonly object[];
}

/** The content of complete replies, and the part that the API accepts back. */
const kinds: Record<string, Kind> = {
  text: { content: [text('Hi')], kept: [text('Hi')] },
  'empty text before text': { content: [text(''), text('Hi')], kept: [text('Hi')] },
  'white space before text': { content: [text('\n\n'), text('Hi')], kept: [text('Hi')] },
  'white space outside ASCII': { content: [text('\u00a0\u2003\ufeff')], kept: [] },
  'white space around words': { content: [text(' Hi \n')], kept: [text(' Hi \n')] },
  'nothing but white space': { content: [text(' ')], kept: [] },
  'a text block without text': { content: [{ type: 'text' }, text('Hi')], kept: [text('Hi')] },
  'signed thinking': { content: [signed, text('Hi')], kept: [signed, text('Hi')] },
  'signed thinking whose text is omitted': {
    content: [{ ...signed, thinking: '' }, text('Hi')],
    kept: [{ ...signed, thinking: '' }, text('Hi')],
  },
  'thinking without a signature, as compatible servers send it': {
    content: [thinking(), text('Hi')],
    kept: [thinking(), text('Hi')],
  },
  'unsigned thinking of a server that signs': { content: [thinking(), signed, text('Hi')], kept: [signed, text('Hi')] },
  'unsigned thinking that max_tokens cut': { content: [thinking()], stop: 'max_tokens', kept: [] },
  'unsigned thinking before a text that max_tokens cut': {
    content: [thinking(), text('Hi')],
    stop: 'max_tokens',
    kept: [text('Hi')],
  },
  'empty thinking': { content: [thinking({ thinking: '' }), text('Hi')], kept: [text('Hi')] },
  'thinking and nothing after it': { content: [signed], kept: [] },
  'thinking after the text': { content: [text('Hi'), signed], kept: [text('Hi')] },
  'redacted thinking': {
    content: [{ type: 'redacted_thinking', data: 'x' }, text('Hi')],
    kept: [{ type: 'redacted_thinking', data: 'x' }, text('Hi')],
  },
  'redacted thinking without data': { content: [{ type: 'redacted_thinking' }, text('Hi')], kept: [text('Hi')] },
  'a search and its result': { content: [search, found(), text('Hi')], kept: [search, found(), text('Hi')] },
  'an interrupted search': { content: [text('Hi'), search], stop: 'max_tokens', kept: [text('Hi')] },
  'a search without its result': { content: [search, text('Hi')], kept: [text('Hi')] },
  'a result without its search': { content: [found(), text('Hi')], kept: [text('Hi')] },
  'a result that is null': { content: [search, found(null), text('Hi')], kept: [text('Hi')] },
  'a search without input': {
    content: [{ ...search, input: undefined }, found(), text('Hi')],
    kept: [{ ...search, input: {} }, found(), text('Hi')],
  },
  'a search twice': { content: [search, found(), search, found(), text('Hi')], kept: [search, found(), text('Hi')] },
  'an MCP call without its result': {
    content: [{ type: 'mcp_tool_use', id: 'm', name: 'f', server_name: 's', input: {} }, text('Hi')],
    kept: [text('Hi')],
  },
  'a failed compaction': { content: [{ type: 'compaction', content: null }, text('Hi')], kept: [text('Hi')] },
  'a compaction': {
    content: [{ type: 'compaction', content: 'So far' }, text('Hi')],
    kept: [{ type: 'compaction', content: 'So far' }, text('Hi')],
  },
  'a block newer than this library': {
    content: [{ type: 'a_new_block', data: null }, text('Hi')],
    kept: [{ type: 'a_new_block', data: null }, text('Hi')],
  },
  'no content at all': { content: [], kept: [] },
  'a stop_reason newer than this library': {
    content: [thinking(), text('Hi')],
    stop: 'new',
    kept: [thinking(), text('Hi')],
  },
};

const repliesOf = ({ content, stop = 'end_turn' }: Kind): MessageStreamEvent[] =>
  messageEvents({ content: content.map(wire), stop_reason: stop as NonNullable<MessageSpec['stop_reason']> });

async function* chunks(body: string): AsyncGenerator<string> {
  yield await Promise.resolve(body);
}
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const messageOf = (events: readonly MessageStreamEvent[]) => lastValueFrom(from(events).pipe(finalMessage()));
const turn = (kept: readonly object[]) => (kept.length > 0 ? [{ role: 'assistant', content: kept }] : []);

describe.each(Object.entries(kinds))('after %s', (_, kind) => {
  const events = repliesOf(kind);
  const expected = json(turn(kind.kept));

  it('toHistory() keeps the content that the API accepts: of the stream, of its wire text, of copies', async () => {
    const streamed = await messageOf(events);
    const parsed = await lastValueFrom(fromServerSentEvents(chunks(sseBody(events))).pipe(finalMessage()));
    for (const message of [
      streamed,
      parsed,
      json(streamed),
      { ...streamed, content: streamed.content.map((b) => ({ ...b })) },
    ]) {
      expect(json([toHistory(message)].filter(Boolean))).toEqual(expected);
    }
    expect(json(continuationParams(params, streamed).messages.slice(1, -1))).toEqual(expected);
  });

  it('conversation() sends it with the next turn', async () => {
    const fetch = strictFetch([sseBody(events), messageEvents('Well')]);
    const chat = conversation(new AnthropicClient({ apiKey: 'key', fetch }), params);
    await lastValueFrom(chat.send('a'));
    await lastValueFrom(chat.send('b'));
    expect(fetch.requests[1]?.body?.messages.slice(2, -1)).toEqual(expected);
  });

  it('runTools() ends with it', async () => {
    const last = await lastValueFrom(runTools(() => from(events), params, { tools: [] }));
    expect(json(last.type === 'run_finished' && last.messages.slice(1))).toEqual(expected);
  });
});

describe('a call in an interrupted message', () => {
  const called = messageEvents({
    content: ['Hi', { tool_use: { name: 'delete_files', input: { paths: ['a', 'b'] }, id: 'x' } }],
  });
  /** The message before the first event that matches. */
  async function cut(until: (event: MessageStreamEvent) => boolean): Promise<BetaMessage> {
    return lastValueFrom(from(called.slice(0, called.findIndex(until))).pipe(snapshots()));
  }
  const middle = () =>
    cut(({ type, ...event }) => type === 'content_block_stop' && 'index' in event && event.index === 1);

  it.each<[string, (message: BetaMessage) => BetaMessage]>([
    ['as it was', (message) => message],
    ['a JSON copy', json],
    ['a structured clone', (message) => structuredClone(json(message))],
    ['a spread of the message', (message) => ({ ...message })],
    ['a spread of its blocks', (message) => ({ ...message, content: message.content.map((block) => ({ ...block })) })],
    ['a copy that says max_tokens', (message) => ({ ...json(message), stop_reason: 'max_tokens' })],
    ['a copy that says refusal', (message) => ({ ...json(message), stop_reason: 'refusal' })],
  ])('is removed: %s', async (_, copy) => {
    expect(toHistory(copy(await middle()))?.content).toEqual([text('Hi')]);
  });

  it('is kept in a copy of the complete message', async () => {
    expect(toHistory(json(await messageOf(called)))?.content).toHaveLength(2);
  });
});

describe('code that waits for your tool', () => {
  const code = { type: 'server_tool_use', id: 'c', name: 'code_execution', input: { code: 'f()' } };
  const caller = { type: 'code_execution_20260120', tool_id: 'c' };
  const byCode = { type: 'tool_use', id: 'x', name: 'f', input: {}, caller };
  const executed = { type: 'code_execution_tool_result', tool_use_id: 'c', content: { type: 'code_execution_result' } };
  const calling = messageEvents({ content: [code, byCode].map(wire), stop_reason: 'tool_use' });
  const f = { name: 'f', definition: { name: 'f', input_schema: { type: 'object' as const } }, run: () => 'ok' };
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x', content: 'ok' }] };
  const user = { role: 'user', content: 'a' };

  it('is sent back with the result, and its own result stays', async () => {
    const done = messageEvents({ content: [executed, text('Hi')].map(wire) });
    const fetch = strictFetch([sseBody(calling), sseBody(done), messageEvents('Well')]);
    const client = new AnthropicClient({ apiKey: 'key', fetch });
    const last = await lastValueFrom(runTools(client.messages, params, { tools: [f] }));
    expect(last.type === 'run_finished' && last.messages.slice(1)).toEqual([
      { role: 'assistant', content: [code, byCode] },
      result,
      { role: 'assistant', content: [executed, text('Hi')] },
    ]);
    const before = [...params.messages, { role: 'assistant', content: [code, byCode] } as MessageParam];
    expect(toHistory(await messageOf(done), before)?.content).toEqual([executed, text('Hi')]);
    expect(toHistory(await messageOf(done))?.content).toEqual([text('Hi')]);
  });

  it('is removed with all its calls when its reply is interrupted', async () => {
    const fetch = strictFetch([sseBody(calling), messageEvents({ content: 'Hi', stop_reason: 'max_tokens' })]);
    const client = new AnthropicClient({ apiKey: 'key', fetch });
    const last = await lastValueFrom(runTools(client.messages, params, { tools: [f] }));
    expect(last.type === 'run_finished' && last.messages.slice(1)).toEqual([
      { role: 'assistant', content: [text('Hi')] },
    ]);
  });

  it('is removed when the user continues instead', async () => {
    const fetch = strictFetch([sseBody(calling), messageEvents('Well')]);
    const chat = conversation(new AnthropicClient({ apiKey: 'key', fetch }), params);
    await lastValueFrom(chat.send('a'));
    await lastValueFrom(chat.send('b'));
    expect(chat.history).toEqual([
      ...params.messages,
      user,
      { role: 'user', content: 'b' },
      { role: 'assistant', content: [text('Well')] },
    ]);
  });
});
