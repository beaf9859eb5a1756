import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { from, lastValueFrom, type OperatorFunction } from 'rxjs';
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
});
