import type { Observable } from 'rxjs';
import {
  AnthropicClient,
  conversation,
  fromServerSentEvents,
  type MessageStreamEvent,
  runTools,
  turnEvents,
} from '../../lib/index.ts';
import { fakeFetch } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

/** A reply of one text, frame by frame. */
export const frames: readonly string[] = [
  'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}\n\n',
  'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n',
  'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}\n\n',
  'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" there"}}\n\n',
  'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n',
  'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}\n\n',
  'event: message_stop\ndata: {"type":"message_stop"}\n\n',
];

/** One event as a frame of the API. */
export const frame = (event: { readonly type: string }): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** A client whose every request is answered with these bodies, one after the other, without a retry. */
export function clientOf(...bodies: readonly string[]): AnthropicClient {
  const answers = bodies.map((body) => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, body }));
  return new AnthropicClient({ apiKey: 'key', maxRetries: 0, fetch: fakeFetch(answers) });
}

/** The entry points through which the events of a body reach an application. */
export const entries: Readonly<Record<string, (body: string) => Observable<MessageStreamEvent>>> = {
  stream: (body) => clientOf(body).messages.stream(params),
  fromServerSentEvents: (body) => fromServerSentEvents(bodyOf(body)),
  conversation: (body) => conversation(clientOf(body), { model: params.model, max_tokens: 64 }).send('Hi'),
  runTools: (body) => {
    const { messages } = clientOf(body);
    const run$ = runTools(messages, params, { tools: [] });
    return run$.pipe(turnEvents());
  },
};

async function* bodyOf(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
