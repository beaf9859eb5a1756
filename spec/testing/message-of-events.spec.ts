import { describe, expect, it } from '@jest/globals';
import { messageEvents } from '../../lib/testing/index.ts';
import { messageOfEvents } from '../../lib/testing/message-of-events.ts';
import { frameEvent, sseFrames } from '../../lib/testing/sse-frames.ts';
import { readRecordings } from '../support/read-recordings.ts';

const recordings = readRecordings()
  .filter(({ message }) => message !== undefined)
  // An interrupted call: an accumulator of partial JSON reads more than a reply without streaming.
  .filter(({ name }) => !/incomplete-partial-json|inside-a-call/.test(name));

describe('messageOfEvents', () => {
  it('joins text, thinking, citations and tool input', () => {
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

  it('does not change the events', () => {
    const events = messageEvents('Hello there');
    const before = structuredClone(events);
    messageOfEvents(events);
    expect(events).toStrictEqual(before);
  });

  it('has no input for an interrupted call', () => {
    const events = messageEvents({ content: { tool_use: { name: 'f', fragments: ['{"a'] } } });
    expect(messageOfEvents(events)).toMatchObject({ content: [{ input: {} }] });
  });

  it('keeps counts and container when message_delta sends null', () => {
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

  it.each(recordings)('agrees with the recording $name', ({ sse, message }) => {
    const frames = [...sseFrames(new TextEncoder().encode(sse))];
    const events = frames.map(frameEvent).filter((event) => event !== undefined);
    expect(messageOfEvents(events)).toEqual(message);
  });
});
