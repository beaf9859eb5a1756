import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { describe, expect, it } from '@jest/globals';
import type { BetaContentBlockDelta, ContentBlockDelta, UnknownDelta } from '../../lib/types/content-block-delta.ts';
import type { BetaContentBlock, ContentBlock, ToolInputBlock, UnknownBlock } from '../../lib/types/content-block.ts';
import { isToolInputBlock } from '../../lib/types/is-tool-input-block.ts';
import { isUnknownBlock } from '../../lib/types/is-unknown-block.ts';
import { isUnknownCitation } from '../../lib/types/is-unknown-citation.ts';
import { isUnknownDelta } from '../../lib/types/is-unknown-delta.ts';
import { isUnknownEvent } from '../../lib/types/is-unknown-event.ts';
import { isUnknownStopReason } from '../../lib/types/is-unknown-stop-reason.ts';
import type { BetaMessageStreamEvent, MessageStreamEvent, UnknownEvent } from '../../lib/types/message-stream-event.ts';
import type { StopReason } from '../../lib/types/stop-reason.ts';
import type { TextCitation, UnknownCitation } from '../../lib/types/text-citation.ts';
import type { Same } from '../support/type-assertions.ts';

/** A value of the wire that its type does not allow. */
const wire = (value: object) => value as never;

const guards = { isUnknownEvent, isUnknownBlock, isUnknownDelta, isUnknownCitation };

const known = {
  isUnknownEvent: [
    'message_start',
    'content_block_start',
    'content_block_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ],
  isUnknownBlock: [
    'text',
    'thinking',
    'redacted_thinking',
    'tool_use',
    'server_tool_use',
    'web_search_tool_result',
    'web_fetch_tool_result',
    'code_execution_tool_result',
    'bash_code_execution_tool_result',
    'text_editor_code_execution_tool_result',
    'tool_search_tool_result',
    'container_upload',
    'advisor_tool_result',
    'mcp_tool_use',
    'mcp_tool_result',
    'mcp_tool_listing',
    'compaction',
    'fallback',
  ],
  isUnknownDelta: [
    'text_delta',
    'input_json_delta',
    'citations_delta',
    'thinking_delta',
    'signature_delta',
    'compaction_delta',
  ],
  isUnknownCitation: [
    'char_location',
    'page_location',
    'content_block_location',
    'web_search_result_location',
    'search_result_location',
  ],
} satisfies Record<keyof typeof guards, string[]>;

describe.each(Object.keys(guards) as (keyof typeof guards)[])('%s', (name) => {
  it.each(known[name])('is false for %s', (type) => {
    expect(guards[name]({ type })).toBe(false);
  });

  it.each([null, undefined, 'text', 5])('is false for %p', (value) => {
    expect(guards[name](value as never)).toBe(false);
  });

  it.each(['connector_text', '', 'toString', '__proto__', 'constructor'])('is true for %j', (type) => {
    expect(guards[name]({ type })).toBe(true);
  });
});

describe('isUnknownEvent', () => {
  it('narrows a value of the closed union to an open type, and the other branch to the union', () => {
    const read = (event: BetaMessageStreamEvent): string => {
      if (isUnknownEvent(event)) {
        const unknown: UnknownEvent = event;
        const field = event['speed_hint'];
        true satisfies Same<typeof field, unknown>;
        return event.type === 'speed' ? `speed ${String(field)}` : unknown.type;
      }
      true satisfies Same<typeof event, BetaMessageStreamEvent>;
      return event.type;
    };
    expect(read(wire({ type: 'speed', speed_hint: 3 }))).toBe('speed 3');
    expect(read(wire({ type: 'other' }))).toBe('other');
    expect(read({ type: 'message_stop' })).toBe('message_stop');
  });

  it('splits a union that has UnknownEvent in it', () => {
    const split = (event: MessageStreamEvent | UnknownEvent) => {
      if (isUnknownEvent(event)) {
        true satisfies Same<typeof event, UnknownEvent>;
        return 'unknown';
      }
      true satisfies Same<typeof event, MessageStreamEvent>;
      return 'known';
    };
    expect([split({ type: 'message_stop' }), split({ type: 'new' })]).toEqual(['known', 'unknown']);
  });

  it('works on the events of the official SDK', () => {
    const read = (event: RawMessageStreamEvent) => {
      if (isUnknownEvent(event)) return event.type === 'new' ? 'new' : 'newer';
      true satisfies Same<typeof event, RawMessageStreamEvent>;
      return event.type;
    };
    expect(read(wire({ type: 'new' }))).toBe('new');
  });

  it('does not affect narrowing by switch', () => {
    const indexOf = (event: MessageStreamEvent): number | undefined => {
      switch (event.type) {
        case 'content_block_start':
        case 'content_block_delta':
        case 'content_block_stop':
          return event.index;
        case 'message_start':
        case 'message_delta':
        case 'message_stop':
          return undefined;
        default:
          true satisfies Same<typeof event, never>;
          return undefined;
      }
    };
    expect(indexOf({ type: 'content_block_stop', index: 3 })).toBe(3);
  });
});

describe('the other guards', () => {
  it('narrow blocks, deltas and citations to an open type', () => {
    const read = (block: ContentBlock | BetaContentBlock, delta: ContentBlockDelta | BetaContentBlockDelta) => {
      if (isUnknownBlock(block) && isUnknownDelta(delta)) {
        const open: [UnknownBlock, UnknownDelta] = [block, delta];
        return [open[0].type, block['text'], open[1].type, delta['text']];
      }
      return [];
    };
    expect(read(wire({ type: 'chart', text: 1 }), wire({ type: 'chart_delta', text: 2 }))).toEqual([
      'chart',
      1,
      'chart_delta',
      2,
    ]);
    const url = (citation: TextCitation) => {
      if (!isUnknownCitation(citation)) return undefined;
      const open: UnknownCitation = citation;
      return open['url'];
    };
    expect(url(wire({ type: 'new_location', url: 'https://example.org' }))).toBe('https://example.org');
  });
});

describe('isUnknownStopReason', () => {
  const reasons: Record<StopReason | 'compaction', true> = {
    end_turn: true,
    max_tokens: true,
    stop_sequence: true,
    tool_use: true,
    pause_turn: true,
    refusal: true,
    model_context_window_exceeded: true,
    compaction: true,
  };

  it.each([...Object.keys(reasons), null, undefined])('is false for %s', (reason) => {
    expect(isUnknownStopReason(reason)).toBe(false);
  });

  it.each(['out_of_ideas', '', 'toString', '__proto__'])('is true for %j', (reason) => {
    expect(isUnknownStopReason(reason)).toBe(true);
  });
});

describe('isToolInputBlock', () => {
  it.each(['tool_use', 'server_tool_use', 'mcp_tool_use'])('is true for %s', (type) => {
    expect(isToolInputBlock({ type })).toBe(true);
  });

  it.each(['text', 'tool_result', 'toString'])('is false for %s', (type) => {
    expect(isToolInputBlock({ type })).toBe(false);
  });

  it('knows every block type with an input', () => {
    true satisfies Same<ToolInputBlock['type'], 'tool_use' | 'server_tool_use' | 'mcp_tool_use'>;
    const inputOf = (block: ContentBlock) => (isToolInputBlock(block) ? block.input : undefined);
    expect(inputOf({ type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 } })).toEqual({ a: 1 });
    expect(inputOf({ type: 'text', text: 'a' })).toBeUndefined();
  });
});
