import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { completeEvent } from '../../lib/accumulate/complete-event.ts';
import { CallRecord } from '../../lib/opentelemetry/call-record.ts';
import { instrumentsOf } from '../../lib/opentelemetry/instruments.ts';
import { SafeSpan } from '../../lib/opentelemetry/safe-span.ts';
import { ReplyProgress } from '../../lib/stream/reply-progress.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { emptyMessage } from '../support/events.ts';
import { type Otel, startOtel } from '../support/otel.ts';
import { readRecordings } from '../support/read-recordings.ts';
import { settle } from '../support/settle.ts';

describe('CallRecord', () => {
  let otel: Otel;
  beforeEach(() => {
    otel = startOtel();
  });
  afterEach(() => otel.close());

  const attributes = { 'gen_ai.operation.name': 'chat' };
  const spanOf = () => new SafeSpan(otel.tracer, 'chat', SpanKind.CLIENT, attributes, context.active());
  const recordOf = () => new CallRecord(spanOf(), undefined, attributes);
  const attributesAfter = (events: readonly BetaMessageStreamEvent[]) => {
    const record = recordOf();
    events.forEach((event) => record.next(event));
    record.complete();
    return otel.spans().at(-1)!.attributes;
  };

  it.each(
    readRecordings()
      .filter(({ message }) => message)
      .map((recording) => [recording.name, recording] as const),
  )('reads the model, stop reason and output tokens of %s', (_, { events, message }) => {
    const attributes = attributesAfter(events);
    expect(attributes['gen_ai.response.finish_reasons']).toEqual([message!.stop_reason]);
    expect(attributes['gen_ai.usage.output_tokens']).toBe(message!.usage.output_tokens);
    expect(attributes['gen_ai.response.id']).toBe(message!.id);
  });

  it('names the model that a fallback block switches to', () => {
    const from = { model: 'claude-a' };
    const to = { model: 'claude-b' };
    const [start, ...rest] = messageEvents('Hi') as BetaMessageStreamEvent[];
    const block = { type: 'fallback', from, to, trigger: { type: 'refusal' } } as const;
    const attributes = attributesAfter([
      start!,
      { type: 'content_block_start', index: 0, content_block: block },
      ...rest,
    ]);
    expect(attributes['gen_ai.response.model']).toBe('claude-b');
  });

  it('names the model that a fallback block of a complete reply switches to', () => {
    const from = { model: 'claude-a' };
    const to = { model: 'claude-b' };
    const block = { type: 'fallback', from, to, trigger: { type: 'refusal' } } as const;
    const record = recordOf();
    record.reply({ ...emptyMessage, model: 'claude-a', content: [block] });
    record.complete();
    expect(otel.spans().at(-1)!.attributes['gen_ai.response.model']).toBe('claude-b');
  });

  it('shows the parts of the totals that are not 0', () => {
    const record = recordOf();
    const usage = { cache_read_input_tokens: 0, cache_creation_input_tokens: 3, output_tokens: 0, input_tokens: 0 };
    record.reply({ ...emptyMessage, usage, stop_reason: 'end_turn' });
    record.complete();
    const { attributes } = otel.spans().at(-1)!;
    expect(Object.entries(attributes).filter(([name]) => name.startsWith('gen_ai.usage'))).toEqual([
      ['gen_ai.usage.input_tokens', 3],
      ['gen_ai.usage.output_tokens', 0],
      ['gen_ai.usage.cache_write.input_tokens', 3],
    ]);
  });

  it('keeps a count that a later null does not change', () => {
    const [start, ...rest] = messageEvents('Hi') as BetaMessageStreamEvent[];
    if (start?.type === 'message_start') start.message.usage = { input_tokens: 7, output_tokens: 1 };
    const delta = rest.find((event) => event.type === 'message_delta');
    if (delta?.type === 'message_delta') delta.usage = { output_tokens: 2, input_tokens: null };
    expect(attributesAfter([start!, ...rest])).toMatchObject({
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.usage.output_tokens': 2,
    });
  });

  it('shows no count that the server did not send', () => {
    const events = messageEvents('Hi').map((event) => {
      if (event.type === 'message_start') return { ...event, message: { ...event.message, usage: undefined } };
      return event.type === 'message_delta' ? { ...event, usage: undefined } : event;
    }) as unknown as BetaMessageStreamEvent[]; // as servers send them
    const progress = new ReplyProgress();
    const attributes = attributesAfter(events.map((event) => progress.withUsage(completeEvent(event))));
    expect(Object.keys(attributes).filter((name) => name.startsWith('gen_ai.usage'))).toEqual([]);
    expect(attributes['gen_ai.response.finish_reasons']).toEqual(['end_turn']);
  });

  it('records the time between two chunks, and takes deltas within 1 ms for one', async () => {
    const instruments = instrumentsOf(otel.meter);
    const record = new CallRecord(spanOf(), instruments, attributes);
    const delta = { type: 'text_delta', text: 'x' } as const;
    const now = jest.spyOn(Date, 'now');
    for (const time of [100, 100, 110, 110, 130]) {
      now.mockReturnValue(time);
      record.next({ type: 'content_block_delta', index: 0, delta });
    }
    now.mockRestore();
    const points = (await otel.points()).map(({ name, value }) => [name, value]);
    expect(points).toEqual([
      ['gen_ai.client.inference.time_to_first_chunk', 1],
      ['gen_ai.client.inference.time_per_output_chunk', 2],
    ]);
  });

  it('reads the clock for the first deltas of a burst only', async () => {
    const gaps: number[] = [];
    const timePerOutputChunk = (seconds: number) => void gaps.push(seconds);
    const instruments = { ...instrumentsOf(otel.meter)!, timeToFirstChunk: () => undefined, timePerOutputChunk };
    const record = new CallRecord(spanOf(), instruments, attributes);
    const delta = { type: 'text_delta', text: 'x' } as const;
    let time = 100;
    const now = jest.spyOn(Date, 'now').mockImplementation(() => time);
    const burst = (deltas: number) => {
      now.mockClear();
      for (let i = 0; i < deltas; i++) record.next({ type: 'content_block_delta', index: 0, delta });
      return now.mock.calls.length;
    };
    expect(burst(1_000)).toBe(9);
    time = 200;
    expect(burst(1_000)).toBe(0);
    await settle();
    expect(burst(1_000)).toBe(9);
    now.mockRestore();
    expect(gaps).toEqual([0.1]);
  });

  it('ends once', () => {
    const record = recordOf();
    record.unsubscribe();
    record.error(new Error('late'));
    record.complete();
    expect(otel.spans().map(({ status }) => status.code)).toEqual([SpanStatusCode.UNSET]);
  });
});
