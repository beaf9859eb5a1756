import { describe, expect, it } from '@jest/globals';
import { filter, from, lastValueFrom, pipe, type Observable, type OperatorFunction, toArray } from 'rxjs';
import {
  type BetaMessageStreamEvent,
  citations,
  contentBlocks,
  finalMessage,
  finalText,
  helperEvents,
  inputJsonDeltas,
  type MessageStreamEvent,
  outputElements,
  partialOutput,
  snapshots,
  streamMetrics,
  streamState,
  textDeltas,
  textSnapshots,
  thinkingDeltas,
  toolInputs,
  toolUses,
  usage,
} from '../../lib/index.ts';
import { entries, frame } from './entries.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The correct field, a missing field, and `null`. */
const withField = (name: string, whole: unknown): Fields[] => [{ [name]: whole }, {}, { [name]: null }];

const start = (fields: Fields) => ({
  type: 'message_start',
  message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [], usage: zero, ...fields },
});
const startWithout = (name: string, fields: Fields) => {
  const { type, message } = start({});
  return {
    type,
    message: { ...Object.fromEntries(Object.entries(message).filter(([key]) => key !== name)), ...fields },
  };
};
const zero = { input_tokens: 0, output_tokens: 0 };
const block = (index: number, content_block: Fields) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, fields: Fields) => ({ type: 'content_block_delta', index, delta: fields });
const stop = (index: number) => ({ type: 'content_block_stop', index });
const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 0 } };
const over = { type: 'message_stop' };

/** Streams in which a server leaves one promised field out, or sends `null`; the first of each has it. */
const streams: Readonly<Record<string, { readonly type: string }[][]>> = {
  'index of the first block': withField('index', 0).map((fields) => [
    start({}),
    { ...block(0, { type: 'text', text: '' }), index: undefined, ...fields },
    { ...delta(0, { type: 'text_delta', text: 'Hello' }), index: undefined, ...fields },
    { ...stop(0), index: undefined, ...fields },
    block(1, { type: 'text', text: '' }),
    delta(1, { type: 'text_delta', text: ' there' }),
    stop(1),
    end,
    over,
  ]),
  'text of a block': withField('text', '').map((fields) => [
    start({}),
    block(0, { type: 'text', ...fields }),
    delta(0, { type: 'text_delta', text: 'Hello' }),
    stop(0),
    end,
    over,
  ]),
  'text of a delta': withField('text', '').map((fields) => [
    start({}),
    block(0, { type: 'text', text: '' }),
    delta(0, { type: 'text_delta', text: 'Hello' }),
    delta(0, { type: 'text_delta', ...fields }),
    stop(0),
    end,
    over,
  ]),
  'thinking of a block': withField('thinking', '').map((fields) => [
    start({}),
    block(0, { type: 'thinking', signature: '', ...fields }),
    delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
    stop(0),
    end,
    over,
  ]),
  'signature of a block': withField('signature', '').map((fields) => [
    start({}),
    block(0, { type: 'thinking', thinking: 'Hm', ...fields }),
    stop(0),
    end,
    over,
  ]),
  'thinking of a delta': withField('thinking', '').map((fields) => [
    start({}),
    block(0, { type: 'thinking', thinking: '', signature: '' }),
    delta(0, { type: 'thinking_delta', ...fields }),
    stop(0),
    end,
    over,
  ]),
  'partial_json of a delta': withField('partial_json', '').map((fields) => [
    start({}),
    block(0, { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }),
    delta(0, { type: 'input_json_delta', partial_json: '{"a":1}' }),
    delta(0, { type: 'input_json_delta', ...fields }),
    stop(0),
    end,
    over,
  ]),
  'input of a call': withField('input', {}).map((fields) => [
    start({}),
    block(0, { type: 'tool_use', id: 'toolu_1', name: 'f', ...fields }),
    stop(0),
    end,
    over,
  ]),
  'id of a call': withField('id', '').map((fields) => [
    start({}),
    block(0, { type: 'tool_use', name: 'f', input: {}, ...fields }),
    stop(0),
    end,
    over,
  ]),
  'name of a call': withField('name', '').map((fields) => [
    start({}),
    block(0, { type: 'tool_use', id: 'toolu_1', input: {}, ...fields }),
    stop(0),
    end,
    over,
  ]),
  ...Object.fromEntries(
    Object.entries({
      id: '',
      type: 'message',
      role: 'assistant',
      model: '',
      stop_reason: null,
      stop_sequence: null,
    }).map(([name, whole]) => [
      `${name} of a message`,
      withField(name, whole).map((fields) => [startWithout(name, fields), end, over]),
    ]),
  ),
  'content of a message': withField('content', []).map((fields) => [start(fields), end, over]),
  'usage of a message': withField('usage', zero).map((fields) => [start(fields), end, over]),
  'counts of usage': withField('output_tokens', 0).map((fields) => [
    start({ usage: { input_tokens: 0, ...fields } }),
    end,
    over,
  ]),
  'usage of message_delta': withField('usage', { output_tokens: 0 }).map((fields) => [
    start({}),
    { type: 'message_delta', delta: end.delta, ...fields },
    over,
  ]),
  'delta of message_delta': withField('delta', {}).map((fields) => [
    start({}),
    { type: 'message_delta', usage: { output_tokens: 0 }, ...fields },
    over,
  ]),
};

const operators: Readonly<Record<string, OperatorFunction<BetaMessageStreamEvent, unknown>>> = {
  citations: citations(),
  contentBlocks: contentBlocks(),
  finalMessage: finalMessage(),
  finalText: finalText(),
  helperEvents: pipe(
    helperEvents(),
    filter((event) => !isAPIEvent(event)),
  ),
  inputJsonDeltas: inputJsonDeltas(),
  outputElements: outputElements({ type: 'object' }),
  partialOutput: partialOutput({ type: 'object' }),
  snapshots: snapshots(),
  streamMetrics: streamMetrics({ scheduler: { now: () => 0, schedule: () => from([]).subscribe() } }),
  streamState: streamState(),
  textDeltas: textDeltas(),
  textSnapshots: textSnapshots(),
  thinkingDeltas: thinkingDeltas(),
  toolInputs: toolInputs(),
  toolUses: toolUses(),
  usage: usage(),
};

/** The events of the API pass `helperEvents` unchanged. */
function isAPIEvent({ type }: { readonly type: string }): boolean {
  return /^(?:message_start|message_delta|content_block_(?:start|delta))$/.test(type);
}

/** The values, then how the Observable ended, as plain data. */
async function outcome(values$: Observable<unknown>): Promise<unknown> {
  const values: unknown[] = [];
  const ended = await lastValueFrom(values$, { defaultValue: undefined }).then(
    () => 'complete',
    (error: unknown) => (error as Error).name,
  );
  values$.subscribe({ next: (value) => values.push(value), error: () => undefined });
  return JSON.parse(JSON.stringify([values, ended]));
}

const withoutIds = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(/toolu_[\da-f]{32}/g, 'toolu_new'));

const variants = Object.entries(streams).flatMap(([field, [whole, absent, isNull]]) => [
  [`${field}, left out`, absent!, whole!] as const,
  [`${field}, null`, isNull!, whole!] as const,
]);

describe('a promised field that a server does not send', () => {
  it.each(variants)('%s: the events contain it', async (_, events, whole) => {
    for (const [name, entry] of Object.entries(entries)) {
      if (name === 'runTools') continue; // its next turn would need another answer
      const bodies = [events, whole].map((list) => list.map(frame).join(''));
      const [got, expected] = await Promise.all(bodies.map((body) => lastValueFrom(entry(body).pipe(toArray()))));
      // A call without an id gets a random one; see `CallIds`.
      expect(withoutIds(got)).toStrictEqual(withoutIds(expected));
    }
  });

  it.each(variants)('%s: operators alone emit the same as with it', async (field, events, whole) => {
    for (const [name, operator] of Object.entries(operators)) {
      // Counts that no server sent are not measured.
      if (name === 'streamMetrics' && /^(?:usage|counts) of/.test(field)) continue;
      const given = (list: readonly { readonly type: string }[]) => from(list as MessageStreamEvent[]).pipe(operator);
      expect([name, await outcome(given(events))]).toEqual([name, await outcome(given(whole))]);
    }
  });

  it('with a wrong value is a MalformedEventError', async () => {
    const wrong = [start({}), block(0, { type: 'text', text: 7 })].map(frame).join('');
    await expect(lastValueFrom(entries['stream']!(wrong))).rejects.toMatchObject({
      name: 'MalformedEventError',
      issues: [{ path: 'content_block.text', message: 'must be a string' }],
    });
  });
});
