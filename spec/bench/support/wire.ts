import { messageEvents, sseBody, type WireEvent } from '../../../lib/testing/index.ts';

/** The kinds of streams that are measured, each of `deltas` deltas that bring `bytes` bytes. */
export const kinds = ['text', 'thinking', 'citations', 'tool input', 'mixed', 'many blocks'] as const;
export type Kind = (typeof kinds)[number];

const words = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod ';
const piece = (bytes: number) => words.repeat(Math.ceil(bytes / words.length)).slice(0, bytes);

const delta = (index: number, given: Record<string, unknown>) => ({ type: 'content_block_delta', index, delta: given });
const start = (index: number, content_block: Record<string, unknown>) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const stop = (index: number) => ({ type: 'content_block_stop', index });
const citation = {
  type: 'char_location',
  cited_text: 'x',
  document_index: 0,
  document_title: 'D',
  start_char_index: 0,
  end_char_index: 1,
};

function block(kind: Kind, index: number, deltas: number, bytes: number): object[] {
  const repeat = (given: Record<string, unknown>) => Array.from({ length: deltas }, () => delta(index, given));
  switch (kind) {
    case 'thinking':
      return [
        start(index, { type: 'thinking', thinking: '', signature: '' }),
        ...repeat({ type: 'thinking_delta', thinking: piece(bytes) }),
        delta(index, { type: 'signature_delta', signature: 'sig' }),
        stop(index),
      ];
    case 'citations':
      return [
        start(index, { type: 'text', text: '', citations: [] }),
        // A hundred pieces of text for a citation.
        ...Array.from({ length: deltas }, (_, i) =>
          delta(
            index,
            i % 100 === 0 ? { type: 'citations_delta', citation } : { type: 'text_delta', text: piece(bytes) },
          ),
        ),
        stop(index),
      ];
    case 'tool input':
      return [
        start(index, { type: 'tool_use', id: `toolu_${index}`, name: 'f', input: {} }),
        delta(index, { type: 'input_json_delta', partial_json: '{"text":"' }),
        ...repeat({ type: 'input_json_delta', partial_json: piece(bytes) }),
        delta(index, { type: 'input_json_delta', partial_json: '"}' }),
        stop(index),
      ];
    default:
      return [
        start(index, { type: 'text', text: '' }),
        ...repeat({ type: 'text_delta', text: piece(bytes) }),
        stop(index),
      ];
  }
}

function content(kind: Kind, deltas: number, bytes: number): object[] {
  if (kind === 'many blocks') {
    return Array.from({ length: deltas / 10 }, (_, index) => block('text', index, 10, bytes)).flat();
  }
  if (kind !== 'mixed') return block(kind, 0, deltas, bytes);
  const each = Math.floor(deltas / 3);
  return [
    ...block('thinking', 0, each, bytes),
    ...block('citations', 1, each, bytes),
    ...block('tool input', 2, each, bytes),
  ];
}

/** The events of a reply. */
export function eventsOf(kind: Kind, deltas: number, bytes: number): WireEvent[] {
  const [first, ...rest] = messageEvents('');
  const end = rest.slice(-2);
  return [first, ...content(kind, deltas, bytes), ...end] as WireEvent[]; // events as the API sends them
}

/** The chunks of a body. */
export const chunkings = ['one event per chunk', '64 KiB chunks', 'one byte per chunk'] as const;
export type Chunking = (typeof chunkings)[number];

const encoder = new TextEncoder();

export function chunksOf(events: readonly WireEvent[], chunking: Chunking): Uint8Array[] {
  if (chunking === 'one event per chunk') return events.map((event) => encoder.encode(sseBody([event])));
  const size = chunking === '64 KiB chunks' ? 65_536 : 1;
  const body = encoder.encode(sseBody(events));
  return Array.from({ length: Math.ceil(body.length / size) }, (_, i) => body.subarray(i * size, (i + 1) * size));
}

/** A response that emits its chunks one by one, as they are read. */
export function responseOf(chunks: readonly Uint8Array[]): Response {
  let next = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const chunk = chunks[next++];
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}
