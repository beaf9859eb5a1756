import fc from 'fast-check';
import type { ContentBlock, MessageStreamEvent } from '../../lib/index.ts';
import { type BlockSpec, messageEvents } from '../../lib/testing/index.ts';

const words = fc.constantFrom('Hello there', ' ', '', '\n\n', 'a');
const id = fc.integer({ min: 0, max: 4 }).map(String);

/** A block as on the wire, whole in its start; also without the fields that the types promise. */
const wire = (block: object) => block as ContentBlock;

const text = words.map((text): BlockSpec[] => [text]);
const cited = words.map((text): BlockSpec[] => [
  {
    text,
    citations: [{ type: 'web_search_result_location', cited_text: 'c', url: 'u', title: 't', encrypted_index: 'e' }],
  },
]);
const signed = words.map((thinking): BlockSpec[] => [{ thinking, signature: 'c2ln' }]);
const unsigned = words.map((thinking): BlockSpec[] => [wire({ type: 'thinking', thinking })]);
const call = fc
  .tuple(
    id,
    fc.constantFrom<readonly string[] | undefined>(undefined, [], [''], ['{"paths":["a', '"]}'], ['{"paths":["a']),
  )
  .map(([number, fragments]): BlockSpec[] => [
    { tool_use: { name: 'f', id: `toolu_${number}`, input: { paths: ['a'] }, ...(fragments && { fragments }) } },
  ]);
const search = fc
  .tuple(id, fc.boolean(), fc.boolean(), fc.constantFrom<unknown>([], null, undefined, ''))
  .map(([number, called, found, content]): BlockSpec[] => [
    ...(called
      ? [wire({ type: 'server_tool_use', id: `srv_${number}`, name: 'web_search', input: { query: 'q' } })]
      : []),
    ...(found ? [wire({ type: 'web_search_tool_result', tool_use_id: `srv_${number}`, content })] : []),
  ]);
const callOfCode = fc.tuple(id, id).map(([number, code]): BlockSpec[] => [
  wire({
    type: 'tool_use',
    id: `toolu_${number}`,
    name: 'f',
    input: {},
    caller: { type: 'code_execution_20260120', tool_id: `srv_${code}` },
  }),
]);
const odd = fc
  .constantFrom<object>(
    { type: 'text' },
    { type: 'thinking', signature: 'c2ln' },
    { type: 'redacted_thinking', data: 'x' },
    { type: 'redacted_thinking' },
    { type: 'tool_use', id: 'toolu_9', name: 'f' },
    { type: 'tool_use', id: 'toolu_8', name: 'f', input: '' },
    { type: 'mcp_tool_use', id: 'mcp_1', name: 'm', server_name: 's', input: {} },
    { type: 'mcp_tool_result', tool_use_id: 'mcp_1', is_error: false, content: 'ok' },
    { type: 'compaction', content: '' },
    { type: 'compaction', content: null },
    { type: 'compaction', content: 'So far' },
    { type: 'a_new_block', data: 1 },
  )
  .map((block): BlockSpec[] => [wire(block)]);

const stop = fc.constantFrom(
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
  'a_new_reason',
  null,
);

/** The events of a reply as servers send them, whole. */
export const anyReply: fc.Arbitrary<MessageStreamEvent[]> = fc
  .tuple(fc.array(fc.oneof(text, cited, signed, unsigned, call, search, callOfCode, odd), { maxLength: 7 }), stop)
  .map(([blocks, stop_reason]) => messageEvents({ content: blocks.flat(), stop_reason: stop_reason as 'end_turn' })); // the list is open
