import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import {
  type BetaMessage,
  finalMessage,
  fromMessage,
  textDeltas,
  type ToolUseBlock,
  toolUses,
} from '../../lib/index.ts';
import { citation } from '../support/citation.ts';
import { deepFreeze } from '../support/deep-freeze.ts';
import { emptyMessage } from '../support/events.ts';

const message: BetaMessage = deepFreeze<BetaMessage>({
  ...emptyMessage,
  stop_reason: 'tool_use',
  container: { id: 'c', expires_at: '2026-11-20T00:00:00Z' },
  content: [
    { type: 'thinking', thinking: 'hm', signature: 'sig' },
    { type: 'redacted_thinking', data: 'x' },
    { type: 'text', text: 'Hello', citations: [citation, citation] },
    { type: 'text', text: '' },
    { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: [1, { b: null }] } },
    { type: 'tool_use', id: 'toolu_2', name: 'g', input: {} },
    { type: 'compaction', content: null, encrypted_content: 'x' },
    { type: 'fallback', from: { model: 'a' }, to: { model: emptyMessage.model }, trigger: { type: 'refusal' } },
    { type: 'container_upload', file_id: 'f' },
  ],
});

describe('fromMessage', () => {
  it('emits the events of a message, which accumulate to the same message', async () => {
    expect(await lastValueFrom(fromMessage(message).pipe(finalMessage()))).toStrictEqual(message);
  });

  it('emits the events that operators need', async () => {
    expect(await lastValueFrom(fromMessage(message).pipe(textDeltas(), toArray()))).toEqual(['Hello']);
    const calls = await lastValueFrom(fromMessage(message).pipe(toolUses(), toArray()));
    expect(calls.map(({ id }) => id)).toEqual(['toolu_1', 'toolu_2']);
  });

  it('errors for an input that has no JSON', async () => {
    const call: ToolUseBlock = { type: 'tool_use', id: 'toolu_1', name: 'f', input: { id: 1n } };
    await expect(lastValueFrom(fromMessage({ ...message, content: [call] }))).rejects.toMatchObject({
      name: 'MalformedStreamError',
    });
  });

  it('starts empty, block by block in deltas', async () => {
    const events = await lastValueFrom(
      fromMessage({ ...message, content: message.content.slice(2, 3) }).pipe(toArray()),
    );
    expect(events).toEqual([
      { type: 'message_start', message: { ...message, content: [], stop_reason: null, stop_sequence: null } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: [] } },
      { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation } },
      { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: message.usage },
      { type: 'message_stop' },
    ]);
  });
});
