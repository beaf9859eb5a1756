import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { from, lastValueFrom, type OperatorFunction, Subject } from 'rxjs';
import {
  AnthropicClient,
  finalMessage,
  finalText,
  type MessageStreamEvent,
  retainPartial,
  snapshots,
  streamState,
  textDeltas,
  textSnapshots,
  toolInputs,
} from '../../lib/index.ts';
import { telemetry } from '../../lib/opentelemetry/index.ts';
import { createRelay, memoryLog } from '../../lib/relay/index.ts';
import { isSoundEvent } from '../../lib/schema/check-event.ts';
import { fakeFetch, sseBody } from '../../lib/testing/index.ts';
import { blockStop, json, text, toolStart } from '../support/block-events.ts';
import { emptyMessage, messageDelta, messageStop } from '../support/events.ts';
import { params } from '../support/params.ts';

afterEach(() => void jest.restoreAllMocks());

/** Work is counted for 1,000 and for 2,000 deltas, so that work that happens once does not matter. */
const [few, many] = [1_000, 2_000];

/** An object that counts how often it is copied: a spread asks for its keys. */
function counted<T extends object>(target: T, count: () => void): T {
  return new Proxy(target, {
    ownKeys: (keys) => {
      count();
      return Reflect.ownKeys(keys);
    },
  });
}

function textReply(deltas: number, copied: () => void = () => undefined): MessageStreamEvent[] {
  return [
    { type: 'message_start', message: counted({ ...emptyMessage }, copied) },
    { type: 'content_block_start', index: 0, content_block: counted({ type: 'text', text: '' }, copied) },
    ...Array.from({ length: deltas }, (_, i) => text(0, `piece ${i}`)),
    blockStop(0),
    messageDelta(),
    messageStop,
  ];
}

async function copiesAndSlices(operator: OperatorFunction<MessageStreamEvent, unknown>, deltas: number) {
  let copies = 0;
  const events = textReply(deltas, () => copies++);
  const slice = jest.spyOn(Array.prototype, 'slice');
  await lastValueFrom(from(events).pipe(operator));
  const slices = slice.mock.calls.length;
  slice.mockRestore();
  return { copies, slices };
}

describe('the work for a delta', () => {
  it('is one JSON.parse in a stream', async () => {
    const parse = jest.spyOn(JSON, 'parse');
    const parses = async (deltas: number) => {
      const client = new AnthropicClient({ apiKey: 'key', fetch: fakeFetch(sseBody(textReply(deltas))) });
      const before = parse.mock.calls.length;
      await lastValueFrom(client.messages.stream(params).pipe(finalText()));
      return parse.mock.calls.length - before;
    };
    expect((await parses(many)) - (await parses(few))).toBe(many - few);
  });

  it('is five reads of its fields, not a walk of a schema', () => {
    const reads: PropertyKey[] = [];
    const watched = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (from, key) => {
          reads.push(key);
          const value: unknown = Reflect.get(from, key);
          return typeof value === 'object' && value !== null ? watched(value) : value;
        },
        ownKeys: () => {
          throw new Error('a schema walks the keys');
        },
      });
    expect(isSoundEvent(watched(text(0, 'Hello')))).toBe(true);
    expect(reads).toEqual(['index', 'type', 'delta', 'type', 'text']);
  });

  it.each<[string, OperatorFunction<MessageStreamEvent, unknown>, { copies: number; slices: number }]>([
    ['textDeltas', textDeltas(), { copies: 0, slices: 0 }],
    ['finalMessage', finalMessage(), { copies: 0, slices: 0 }],
    ['retainPartial', retainPartial(), { copies: 0, slices: 0 }],
    // One message and one block, and the list of blocks.
    ['snapshots', snapshots(), { copies: 2, slices: 1 }],
    ['textSnapshots', textSnapshots(), { copies: 2, slices: 1 }],
    ['streamState', streamState(), { copies: 2, slices: 1 }],
  ])('in %s is only its copies', async (_, operator, each) => {
    const [less, more] = [await copiesAndSlices(operator, few), await copiesAndSlices(operator, many)];
    expect({
      copies: (more.copies - less.copies) / (many - few),
      slices: (more.slices - less.slices) / (many - few),
    }).toEqual(each);
  });

  it('in toolInputs parses each character of the input once', async () => {
    const parse = jest.spyOn(JSON, 'parse');
    const parsedCharacters = async (deltas: number) => {
      parse.mockClear();
      const events = [
        toolStart(0, 'f'),
        json(0, '{"rows":['),
        ...Array.from({ length: deltas }, (_, i) => json(0, `{"n":${i % 10}},`)),
        json(0, '0]}'),
        blockStop(0),
      ];
      const start: MessageStreamEvent = { type: 'message_start', message: emptyMessage };
      await lastValueFrom(from([start, ...events]).pipe(toolInputs()));
      return parse.mock.calls.reduce((length, [json]) => length + json.length, 0);
    };
    const [less, more] = [await parsedCharacters(few), await parsedCharacters(many)];
    // At most once per character in total: linear, however often the input is read.
    expect(more - less).toBeLessThanOrEqual((many - few) * '{"n":0},'.length);
  });

  it('in a relay is one JSON.stringify, one append and one JSON.parse, for any number of readers', async () => {
    const [stringify, parse] = [jest.spyOn(JSON, 'stringify'), jest.spyOn(JSON, 'parse')];
    const work = async (deltas: number, readers: number) => {
      const kept = memoryLog();
      const append = jest.spyOn(kept, 'append');
      const relay = createRelay({ log: kept });
      const source$ = new Subject<MessageStreamEvent>();
      await lastValueFrom(relay.start('reply', source$));
      let received = 0;
      for (let i = 0; i < readers; i++) {
        relay.attach('reply').subscribe({ next: () => received++, error: () => undefined }); // the relay closes
      }
      const counts = () => ({
        received,
        appends: append.mock.calls.length,
        stringified: stringify.mock.calls.length,
        parsed: parse.mock.calls.length,
      });
      const before = counts();
      for (let i = 0; i < deltas; i++) {
        source$.next(text(0, `piece ${i}`));
        await new Promise(setImmediate); // one entry each
      }
      const after = counts();
      await relay.close();
      return Object.values(after).map((count, i) => count - (Object.values(before)[i] ?? 0));
    };
    expect(await work(100, 1)).toEqual([100, 100, 100, 100]);
    expect(await work(100, 5)).toEqual([500, 100, 100, 100]);
  });

  it('in a relay with five hundred events of one task is one append', async () => {
    const kept = memoryLog();
    const append = jest.spyOn(kept, 'append');
    const relay = createRelay({ log: kept });
    const source$ = new Subject<MessageStreamEvent>();
    await lastValueFrom(relay.start('reply', source$));
    append.mockClear();
    for (let i = 0; i < few / 2; i++) source$.next(text(0, `piece ${i}`));
    await new Promise(setImmediate);
    expect(append).toHaveBeenCalledTimes(1);
    await relay.close();
  });

  it('within a millisecond calls nothing of the API of telemetry', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_000); // a gap between chunks is one record
    const calls = async (deltas: number) => {
      let count = 0;
      const counting = <T extends object>(target: T): T =>
        new Proxy(target, {
          get: (from, key) => {
            const value: unknown = Reflect.get(from, key);
            if (typeof value !== 'function') return value;
            return (...args: unknown[]) => {
              count++;
              const result: unknown = Reflect.apply(value, from, args);
              return typeof result === 'object' && result !== null ? counting(result) : result;
            };
          },
        });
      const tracer = counting(new BasicTracerProvider().getTracer('spec'));
      const meter = counting(new MeterProvider().getMeter('spec'));
      const fetch = fakeFetch(sseBody(textReply(deltas)));
      const client = new AnthropicClient({ apiKey: 'key', fetch, ...telemetry({ tracer, meter }) });
      await lastValueFrom(client.messages.stream(params));
      return count;
    };
    const less = await calls(few);
    expect(less).toBeGreaterThan(0);
    expect(await calls(many)).toBe(less);
  });
});
