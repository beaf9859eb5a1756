import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { isFields } from '../types/is-fields.ts';
import { textOfRun } from '../types/run-delta.ts';
import { decodedInput } from './decoded-input.ts';
import { noteSentUsage } from './sent-usage.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields that the types promise for an object of each `type`, with the value of an absent field. */
const promisedFields: Readonly<Record<string, Fields>> = {
  text: { text: '' },
  thinking: { thinking: '', signature: '' },
  tool_use: { id: '', name: '', input: {} },
  server_tool_use: { id: '', name: '', input: {} },
  mcp_tool_use: { id: '', name: '', input: {} },
  text_delta: { text: '' },
  thinking_delta: { thinking: '' },
  signature_delta: { signature: '' },
  input_json_delta: { partial_json: '' },
};

/**
 * The event with every field that the types promise and that servers omit or send as `null`. It returns an event with all
 * fields unchanged, and copies others. Wrong values stay, for the schemas to report; only the JSON text of an input becomes
 * its object.
 */
export function completeEvent<Event extends BetaMessageStreamEvent>(event: Event): Event {
  return completed(event) as Event; // the same event, with its promised fields
}

/** JSON of Go and of protobuf omits a 0. */
const noIndex = { index: 0 };

function completed(event: unknown): unknown {
  if (!isFields(event)) return event;
  switch (event['type']) {
    case 'content_block_delta':
      // Nearly every event is such a delta, so it is recognised without a walk over its fields.
      if (typeof event['index'] === 'number' && textOfRun(event['delta']) !== undefined) return event;
      return withField(withDefaults(event, noIndex), 'delta', completePart(event['delta']));
    case 'content_block_start':
      return withField(withDefaults(event, noIndex), 'content_block', completePart(event['content_block']));
    case 'content_block_stop':
      return withDefaults(event, noIndex);
    case 'message_start':
      return withField(event, 'message', completeMessage(event['message']));
    case 'message_delta':
      return withDefaults(event, { delta: {} });
    default:
      return event;
  }
}

/** A reply that was not streamed, with the same promise as `completeEvent`. */
export function completeMessage<T>(message: T): T {
  if (!isFields(message)) return message;
  const all = withDefaults(message, {
    id: '',
    type: 'message',
    role: 'assistant',
    model: '',
    stop_reason: null,
    stop_sequence: null,
    content: [],
    usage: {},
  });
  const blocks = withField(all, 'content', completeContent(all['content']));
  return withField(blocks, 'usage', completeUsage(all['usage'])) as T; // the same message, with its promised fields
}

function completeContent(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  const blocks: readonly unknown[] = content;
  return blocks.every((block) => completePart(block) === block) ? blocks : blocks.map(completePart);
}

function completeUsage(usage: unknown): unknown {
  return isFields(usage) ? noteSentUsage(withDefaults(usage, { input_tokens: 0, output_tokens: 0 }), usage) : usage;
}

/** A block or a delta. */
function completePart(part: unknown): unknown {
  if (!isFields(part)) return part;
  const { type } = part;
  const promised = typeof type === 'string' && Object.hasOwn(promisedFields, type) ? promisedFields[type] : undefined;
  if (!promised) return part;
  const whole = withDefaults(part, promised);
  return 'input' in promised ? withField(whole, 'input', decodedInput(whole['input'])) : whole;
}

function withDefaults(fields: Fields, defaults: Fields): Fields {
  return Object.entries(defaults).reduce((all, [key, value]) => withField(all, key, fields[key] ?? value), fields);
}

function withField(fields: Fields, key: string, value: unknown): Fields {
  return Object.is(fields[key], value) ? fields : { ...fields, [key]: value };
}
