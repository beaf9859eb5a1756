import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { messageEvents } from '../../lib/testing/index.ts';
import { messageOfEvents } from '../../lib/testing/message-of-events.ts';
import { frameEvent, sseFrames } from '../../lib/testing/sse-frames.ts';

const folder = resolve(import.meta.dirname, '../../../shared/recordings');
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith('.message.json'))
  .map((file) => file.replace('.message.json', ''))
  // Their call is cut off: an accumulator of partial JSON gets further than a reply without streaming.
  .filter((name) => !name.includes('incomplete-partial-json'));
if (names.length === 0) console.warn('The recordings are not beside this checkout: their specs are skipped.');

describe('messageOfEvents', () => {
  it('puts text, thinking, citations and tool input together', () => {
    const citation = {
      type: 'char_location',
      cited_text: 'x',
      document_index: 0,
      start_char_index: 0,
      end_char_index: 1,
    } as const;
    const events = messageEvents({
      content: [
        { thinking: 'Hm, well', signature: 'sig' },
        { text: 'So it is', citations: [citation] },
        { tool_use: { name: 'f', input: { a: [1, 'two'] } } },
      ],
      usage: { output_tokens: 30 },
    });
    expect(messageOfEvents(events)).toStrictEqual({
      id: 'msg_01',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-5',
      content: [
        { type: 'thinking', thinking: 'Hm, well', signature: 'sig' },
        { type: 'text', text: 'So it is', citations: [citation] },
        { type: 'tool_use', id: 'toolu_01', name: 'f', input: { a: [1, 'two'] } },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 30 },
    });
  });

  it('leaves the events as they are', () => {
    const events = messageEvents('Hello there');
    const before = structuredClone(events);
    messageOfEvents(events);
    expect(events).toStrictEqual(before);
  });

  it('gives a call that was cut off no input', () => {
    const events = messageEvents({ content: { tool_use: { name: 'f', fragments: ['{"a'] } } });
    expect(messageOfEvents(events)).toMatchObject({ content: [{ input: {} }] });
  });

  it('keeps counts and container that message_delta gives as null', () => {
    const [start, ...rest] = messageEvents({ content: [], usage: { output_tokens: 5 } });
    const nulls = { input_tokens: null, output_tokens: 5 };
    const delta = { stop_reason: 'end_turn', stop_sequence: null, container: null };
    const end = { type: 'message_delta', delta, usage: nulls };
    expect(messageOfEvents([start!, end, ...rest.slice(1)])).toStrictEqual({
      ...(start as { message: object }).message,
      stop_reason: 'end_turn',
      usage: { input_tokens: 10, output_tokens: 5 },
    });
  });

  it('has no message without a message_start', () => {
    expect(messageOfEvents([{ type: 'ping' }])).toBeUndefined();
  });

  (names.length > 0 ? it.each(names) : it.skip.each(['the recordings']))('agrees with the recording %s', (name) => {
    const frames = [...sseFrames(readFileSync(join(folder, `${name}.sse`)))];
    const events = frames.map(frameEvent).filter((event) => event !== undefined);
    const message: unknown = JSON.parse(readFileSync(join(folder, `${name}.message.json`), 'utf8'));
    expect(messageOfEvents(events)).toEqual(message);
  });
});
