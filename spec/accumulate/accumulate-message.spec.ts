import { describe, expect, it } from '@jest/globals';
import { accumulateMessage, type MessageState } from '../../lib/accumulate/accumulate-message.ts';
import { isEnded, openPlaces } from '../../lib/accumulate/block-places.ts';
import type { BetaMessage, BetaMessageStreamEvent } from '../../lib/index.ts';
import { rawToolInput } from '../../lib/index.ts';
import { deepFreeze } from '../support/deep-freeze.ts';
import { blockStart, blockStop, delta, json, text, textStart, toolStart } from '../support/block-events.ts';
import { citation } from '../support/citation.ts';
import { emptyMessage, messageDelta, messageStart, messageStop, unknownEvent } from '../support/events.ts';

function accumulate(...events: BetaMessageStreamEvent[]): MessageState | undefined {
  return deepFreeze(events).reduce<MessageState | undefined>(
    (state, event) => deepFreeze(accumulateMessage(state, event)),
    undefined,
  );
}
const content = (...events: BetaMessageStreamEvent[]) => accumulate(messageStart(), ...events)?.message.content;
const fallback = { type: 'fallback', from: { model: 'a' }, to: { model: 'b' }, trigger: { type: 'refusal' } } as const;
const strange = (fields: object) => fields as unknown as BetaMessageStreamEvent; // as a newer server would send

describe('message_start', () => {
  it('is the beginning; earlier events are ignored', () => {
    expect(accumulate(textStart(0), text(0, 'x'), messageDelta())).toBeUndefined();
    expect(accumulate(text(0, 'x'), messageStart())?.message).toEqual(emptyMessage);
  });

  it('keeps the content it carries, to which deltas may add', () => {
    const start = messageStart({ content: [{ type: 'text', text: 'Hel' }] });
    expect(accumulate(start, text(0, 'lo'))?.message.content).toEqual([{ type: 'text', text: 'Hello' }]);
  });

  it('is ignored when it is repeated before any content', () => {
    expect(accumulate(messageStart(), messageStart({ model: 'other' }))?.message).toEqual(emptyMessage);
  });

  it('begins the next message after message_stop', () => {
    const state = accumulate(messageStart(), textStart(0, 'x'), messageStop, messageStart({ id: 'msg_2' }));
    expect(state).toMatchObject({ message: { ...emptyMessage, id: 'msg_2' }, complete: false, places: { length: 0 } });
  });

  it.each([
    ['of another message', [messageStart(), messageStart({ id: 'msg_2' })], 'message_start of msg_2'],
    ['after content', [messageStart(), textStart(0), messageStart()], 'message_start of msg_1'],
  ])('is malformed in the middle, %s', (_, events, message) => {
    expect(() => accumulate(...events)).toThrow(
      expect.objectContaining({
        name: 'MalformedStreamError',
        message: expect.stringContaining(message) as unknown as string,
      }),
    );
  });
});

describe('content blocks', () => {
  it('keep the citations between two texts, and the signature after thinking', () => {
    expect(
      content(textStart(0), text(0, 'a'), delta(0, { type: 'citations_delta', citation }), text(0, 'b'), text(0, 'c')),
    ).toEqual([{ type: 'text', text: 'abc', citations: [citation] }]);
    const thinking = (thinking: string) => delta(0, { type: 'thinking_delta', thinking });
    const start = blockStart(0, { type: 'thinking', thinking: '', signature: '' });
    const signature = delta(0, { type: 'signature_delta', signature: 's' });
    expect(content(start, thinking('a'), signature, thinking('b'), thinking('c'))).toEqual([
      { type: 'thinking', thinking: 'abc', signature: 's' },
    ]);
  });

  it('end with the message, also without their stops and a stop reason', () => {
    const state = accumulate(messageStart(), toolStart(0, 'f'), textStart(1), messageStop)!;
    expect([isEnded(state, 0), isEnded(state, 1), openPlaces(state)]).toEqual([true, true, []]);
  });

  it.each([
    ['a delta of a newer type', delta(0, { type: 'sparkle_delta' } as never)],
    ['a delta of another kind than the block', json(0, '{')],
    ['a stop of a block that has not started', blockStop(1)],
    ['an unknown event', unknownEvent],
  ])('keep their state for %s', (_, event) => {
    const state = accumulate(messageStart(), textStart(0));
    expect(accumulateMessage(state, event)).toBe(state);
  });

  it('are ordered by their index, whichever starts first', () => {
    const blocks = content(
      textStart(7, 'c'),
      textStart(0, 'a'),
      textStart(3, 'b'),
      text(7, '!'),
      text(0, '?'),
      blockStop(3),
    );
    expect(blocks).toEqual([
      { type: 'text', text: 'a?' },
      { type: 'text', text: 'b' },
      { type: 'text', text: 'c!' },
    ]);
  });

  it('grow although they are interleaved, or have stopped', () => {
    expect(content(textStart(0), textStart(1), text(1, 'b'), text(0, 'a'), blockStop(0), text(0, 'A'))).toEqual([
      { type: 'text', text: 'aA' },
      { type: 'text', text: 'b' },
    ]);
  });

  it.each([
    [
      'a delta before its block',
      [text(2, 'x')],
      'content_block_delta arrived for index 2, where no block has started.',
    ],
    [
      'a delta of another index',
      [textStart(0), blockStop(0), text(1, 'x')],
      'content_block_delta arrived for index 1, where no block has started.',
    ],
  ])('are malformed with %s', (_, events, message) => {
    expect(() => content(...events)).toThrow(expect.objectContaining({ name: 'MalformedStreamError', message }));
  });

  it.each<[string, BetaMessageStreamEvent[]]>([
    ['a stop of an index that never started', [blockStop(2)]],
    ['a second stop', [blockStop(0), blockStop(0)]],
    ['a second start of the same call', [toolStart(1, 'f'), json(1, '{"a":1}'), toolStart(1, 'f'), blockStop(1)]],
    ['any event after message_stop', [messageStop, text(0, 'late'), blockStop(0), messageDelta('max_tokens')]],
  ])('ignore %s', (_, events) => {
    const blocks = content(textStart(0, 'x'), ...events);
    const call = { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 } };
    expect(blocks).toEqual([{ type: 'text', text: 'x' }, ...(events.length === 4 && blocks![1] ? [call] : [])]);
  });

  it('end with the next block of the same index, which follows them', () => {
    const state = accumulate(
      messageStart(),
      textStart(0, 'a'),
      toolStart(0, 'f'),
      json(0, '{"b":'),
      textStart(0, 'c'),
    )!;
    expect(state.message.content).toEqual([
      { type: 'text', text: 'a' },
      { type: 'tool_use', id: 'toolu_0', name: 'f', input: {} },
      { type: 'text', text: 'c' },
    ]);
    expect(state.places.toArray().map(({ ended }) => ended)).toEqual([true, true, false]);
    expect(rawToolInput(state.message.content[1]!)).toEqual({ json: '{"b":', complete: false });
  });

  it('end with the message', () => {
    const events = [
      messageStart(),
      toolStart(0, 'f'),
      json(0, '{"a":1}'),
      textStart(1, 'x'),
      messageDelta(),
      messageStop,
    ];
    const state = accumulate(...events)!;
    expect(state.places.toArray().map(({ ended }) => ended)).toEqual([true, true]);
    expect(rawToolInput(state.message.content[0]!)).toEqual({ json: '{"a":1}', complete: true });
  });

  it('set the model when another one continues', () => {
    expect(accumulate(messageStart(), blockStart(0, fallback))?.message).toMatchObject({
      model: 'b',
      content: [fallback],
    });
  });

  it('of an unknown type are kept unchanged', () => {
    const block = { type: 'hologram', voxels: [1, 2] };
    expect(content(strange({ type: 'content_block_start', index: 0, content_block: block }), blockStop(0))).toEqual([
      block,
    ]);
  });
});

describe('deltas', () => {
  const thinkingStart = blockStart(0, { type: 'thinking', thinking: '', signature: '' });
  const cite = delta(0, { type: 'citations_delta', citation });
  const think = delta(0, { type: 'thinking_delta', thinking: 'hm' });
  const sign = (signature: string) => delta(0, { type: 'signature_delta', signature });
  const compact = (fields: object) => delta(0, { type: 'compaction_delta', ...fields });
  const compaction = blockStart(0, { type: 'compaction', content: null, encrypted_content: null });

  it.each<[string, BetaMessageStreamEvent[], object]>([
    ['text', [textStart(0, 'a'), text(0, 'b')], { type: 'text', text: 'ab' }],
    ['citations', [textStart(0), cite, cite], { type: 'text', text: '', citations: [citation, citation] }],
    ['thinking', [thinkingStart, think, think], { type: 'thinking', thinking: 'hmhm', signature: '' }],
    [
      'a signature, which replaces',
      [thinkingStart, sign('x'), sign('y')],
      { type: 'thinking', thinking: '', signature: 'y' },
    ],
    [
      'compaction, which replaces',
      [compaction, compact({ content: 'old' }), compact({ content: 'sum', encrypted_content: 'x' })],
      { type: 'compaction', content: 'sum', encrypted_content: 'x' },
    ],
    [
      'failed compaction',
      [compaction, compact({ content: 'old', encrypted_content: 'x' }), compact({ content: null })],
      { type: 'compaction', content: null, encrypted_content: 'x' },
    ],
    ['tool input', [toolStart(0, 'f'), json(0, '{"a":'), json(0, '[1,2]}')], { input: { a: [1, 2] } }],
    ['nothing for empty text in a thinking block', [thinkingStart, text(0, '')], { type: 'thinking', thinking: '' }],
    ['nothing for input in a text block', [textStart(0, 'x'), json(0, '{}')], { type: 'text', text: 'x' }],
    [
      'nothing for an unknown delta',
      [
        textStart(0, 'x'),
        strange({ type: 'content_block_delta', index: 0, delta: { type: 'sparkle_delta', text: 'y' } }),
      ],
      { type: 'text', text: 'x' },
    ],
  ])('add %s', (_, events, block) => {
    const blocks = content(...events);
    expect(blocks).toEqual([expect.objectContaining(block)]);
  });

  it('begin with empty text where a server omits the empty field', () => {
    const bare = (type: string) => strange({ type: 'content_block_start', index: 0, content_block: { type } });
    expect(content(bare('text'), text(0, 'a'))).toEqual([{ type: 'text', text: 'a' }]);
    expect(content(bare('thinking'), think)).toEqual([{ type: 'thinking', thinking: 'hm', signature: '' }]);
  });
});

describe('tool input', () => {
  const blockOf = (...events: BetaMessageStreamEvent[]) => content(...events)![0]!;

  it.each<[string, BetaMessageStreamEvent[], unknown, { json: string; complete: boolean }]>([
    ['of the start without a delta', [toolStart(0, 'f', { a: 1 })], { a: 1 }, { json: '{"a":1}', complete: false }],
    [
      'of the start while fragments are blank',
      [toolStart(0, 'f', { a: 1 }), json(0, ''), json(0, ' ')],
      { a: 1 },
      { json: '{"a":1}', complete: false },
    ],
    [
      'of the fragments where both have a value',
      [toolStart(0, 'f', { a: 1 }), json(0, ''), json(0, '{"a":2}'), blockStop(0)],
      { a: 2 },
      { json: '{"a":2}', complete: true },
    ],
    [
      'as far as it is certain',
      [toolStart(0, 'f'), json(0, '{"a":"x","b":"y')],
      { a: 'x' },
      { json: '{"a":"x","b":"y', complete: false },
    ],
    [
      'as far as it was valid',
      [toolStart(0, 'f'), json(0, '{"a":"x",'), json(0, ']'), blockStop(0)],
      { a: 'x' },
      { json: '{"a":"x",]', complete: false },
    ],
    [
      'in full after the stop',
      [toolStart(0, 'f'), json(0, '{"a":1}'), blockStop(0)],
      { a: 1 },
      { json: '{"a":1}', complete: true },
    ],
    ['empty after the stop', [toolStart(0, 'f'), json(0, ''), blockStop(0)], {}, { json: '{}', complete: true }],
    [
      'without the fragments after the stop',
      [toolStart(0, 'f'), json(0, '{"a":1}'), blockStop(0), json(0, '2}'), json(0, '')],
      { a: 1 },
      { json: '{"a":1}', complete: true },
    ],
  ])('is read %s', (_, events, input, raw) => {
    const block = blockOf(...events);
    expect(block).toStrictEqual({ type: 'tool_use', id: 'toolu_0', name: 'f', input });
    expect(structuredClone(block)).toEqual({ ...block });
    expect(rawToolInput(block)).toEqual(raw);
  });

  it('of states made from the same one stays apart', () => {
    const state = accumulate(messageStart(), toolStart(0, 'f'), json(0, '{"a":'))!;
    const one = accumulateMessage(state, json(0, '1}'))!;
    const two = accumulateMessage(state, json(0, '2}'))!;
    const three = accumulateMessage(one, json(0, ' '))!;
    expect([three, two, one, state].map(({ message }) => message.content[0])).toEqual(
      [{ a: 1 }, { a: 2 }, { a: 1 }, {}].map((input) => ({ type: 'tool_use', id: 'toolu_0', name: 'f', input })),
    );
  });

  it('does not change other blocks', () => {
    expect(rawToolInput({ type: 'text', text: '{}' })).toBeUndefined();
    expect(rawToolInput({ type: 'tool_use', id: 'x', name: 'f', input: { a: 1 } })).toEqual({
      json: '{"a":1}',
      complete: true,
    });
  });
});

describe('message_delta', () => {
  const apply = (fields: object, start: Partial<BetaMessage> = {}) =>
    accumulate(
      strange({ type: 'message_start', message: { ...emptyMessage, ...start } }),
      strange({ type: 'message_delta', delta: {}, ...fields }),
    )?.message as unknown as Record<string, unknown>;

  it('copies every field of the delta, known or not', () => {
    const container = { id: 'c', expires_at: '2026-11-20T00:00:00Z' };
    const fields = {
      stop_reason: 'refusal',
      stop_sequence: 'x',
      stop_details: { type: 'refusal' },
      container,
      mood: 'good',
    };
    expect(apply({ delta: fields })).toEqual({ ...emptyMessage, ...fields });
  });

  it('copies the fields beside the delta, such as context_management', () => {
    const context_management = { applied_edits: [] };
    expect(apply({ context_management, input_transformations: [], aura: 7 })).toMatchObject({
      context_management,
      input_transformations: [],
      aura: 7,
    });
  });

  it('never replaces a value with null, except the stop reason', () => {
    const before = { container: { id: 'c', expires_at: '' }, stop_reason: 'end_turn', stop_sequence: 'x' } as const;
    const after = apply(
      { delta: { container: null, stop_reason: null, stop_sequence: null }, context_management: null },
      before,
    );
    expect(after).toEqual({ ...emptyMessage, container: before.container, context_management: null });
  });

  it('overwrites usage and never adds it up, keeps absent counters, and works without usage', () => {
    const usage = { input_tokens: 5, output_tokens: 1, service_tier: 'standard' } as const;
    const told = { output_tokens: 7, input_tokens: null, server_tool_use: { web_search_requests: 1 }, novelty: 3 };
    expect(apply({ usage: told }, { usage })['usage']).toEqual({
      input_tokens: 5,
      output_tokens: 7,
      service_tier: 'standard',
      server_tool_use: { web_search_requests: 1 },
      novelty: 3,
    });
    expect(apply({}, { usage })['usage']).toEqual(usage);
  });
});

describe('text and thinking inside a block of another kind', () => {
  const thinkingStart = blockStart(0, { type: 'thinking', thinking: '', signature: '' });
  const think = (thinking: string) => delta(0, { type: 'thinking_delta', thinking });
  const sign = delta(0, { type: 'signature_delta', signature: 's' });
  const call = { type: 'tool_use', id: 'toolu_0', name: 'f', input: { a: 1 } };

  it.each<[string, BetaMessageStreamEvent[], object[]]>([
    [
      'text in thinking',
      [thinkingStart, think('hm'), text(0, 'a'), text(0, 'b')],
      [
        { type: 'thinking', thinking: 'hm', signature: '' },
        { type: 'text', text: 'ab' },
      ],
    ],
    [
      'thinking in text',
      [textStart(0), think('hm'), text(0, 'a')],
      [
        { type: 'text', text: 'a' },
        { type: 'thinking', thinking: 'hm', signature: '' },
      ],
    ],
    [
      'both, with the signature last',
      [thinkingStart, think('h'), text(0, 'a'), think('m'), text(0, 'b'), sign, blockStop(0), textStart(1, 'c')],
      [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'text', text: 'ab' },
        { type: 'text', text: 'c' },
      ],
    ],
    [
      'text in the input of a call',
      [toolStart(0, 'f'), json(0, '{"a":'), text(0, 'x'), json(0, '1}'), blockStop(0)],
      [call, { type: 'text', text: 'x' }],
    ],
    [
      'text after the end of thinking',
      [thinkingStart, think('hm'), blockStop(0), text(0, 'a'), think('!')],
      [
        { type: 'thinking', thinking: 'hm', signature: '' },
        { type: 'text', text: 'a' },
        { type: 'thinking', thinking: '!', signature: '' },
      ],
    ],
  ])('get a block of their own: %s', (_, events, expected) => {
    expect(content(...events)).toEqual(expected);
  });

  it('end together', () => {
    const events = [messageStart(), thinkingStart, text(0, 'a'), textStart(1)];
    expect(openPlaces(accumulate(...events)!)).toEqual([0, 1, 2]);
    expect(openPlaces(accumulate(...events, blockStop(0))!)).toEqual([2]);
    expect(openPlaces(accumulate(...events, textStart(0))!)).toEqual([2, 3]);
  });

  it('do not change a block that is newer', () => {
    const newer = blockStart(0, { type: 'sparkle', text: '' } as never);
    expect(content(newer, text(0, 'x'))).toEqual([{ type: 'sparkle', text: '' }]);
  });
});

describe('everything else', () => {
  it('completes with message_stop and ignores events it does not know', () => {
    const state = accumulate(messageStart(), unknownEvent, messageStop, unknownEvent);
    expect(state).toMatchObject({ message: emptyMessage, complete: true, places: { length: 0 } });
  });
});
