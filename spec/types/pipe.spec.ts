import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from '@jest/globals';
import { from, type Observable } from 'rxjs';
import {
  AnthropicClient,
  type BetaMessage,
  type BetaMessageStreamEvent,
  contentBlocks,
  type ContentBlock,
  eventsOfType,
  finalMessage,
  finalText,
  type IndexedBlock,
  type Message,
  type MessageDeltaEvent,
  type MessageStreamEvent,
  retainPartial,
  type SharedStream,
  shareStream,
  snapshots,
  textDeltas,
  toAsyncIterable,
  toReadableStream,
  toolUses,
  type ToolUseBlock,
  usage,
  type Usage,
} from '../../lib/index.ts';
import { params } from '../support/params.ts';
import type { Same } from '../support/type-assertions.ts';

/** The values of an Observable. */
type Emits<T> = T extends Observable<infer Value> ? Value : never;

const client = new AnthropicClient({ apiKey: 'key' });
const events$ = client.messages.stream(params);

describe('a pipe', () => {
  it('of a GA stream needs no annotation', () => {
    const _pipes = {
      events: events$,
      text: events$.pipe(textDeltas()),
      finalText: events$.pipe(finalText()),
      messages: events$.pipe(snapshots()),
      message: events$.pipe(finalMessage()),
      blocks: events$.pipe(contentBlocks()),
      calls: events$.pipe(toolUses()),
      usage: events$.pipe(usage()),
      ends: events$.pipe(eventsOfType('message_delta')),
    };
    type Pipes = { [Name in keyof typeof _pipes]: Emits<(typeof _pipes)[Name]> };
    interface Expected {
      events: MessageStreamEvent;
      text: string;
      finalText: string;
      messages: Message;
      message: Message;
      blocks: IndexedBlock<ContentBlock>;
      calls: ToolUseBlock;
      usage: Usage;
      ends: MessageDeltaEvent;
    }
    expect(true satisfies Same<Pipes, { [Name in keyof Expected]: Expected[Name] }>).toBe(true);
  });

  it('of a beta stream emits beta messages', () => {
    const _message$ = client.beta.messages.stream(params).pipe(finalMessage());
    expect(true satisfies Same<Emits<typeof _message$>, BetaMessage>).toBe(true);
  });

  it('of the official SDK keeps its types', () => {
    const _message$ = from([] as Anthropic.MessageStreamEvent[]).pipe(finalMessage());
    expect(true satisfies Same<Emits<typeof _message$>, Anthropic.Message>).toBe(true);
  });

  it('ends with a function that keeps the types', () => {
    const _ends = {
      iterable: toAsyncIterable()(events$.pipe(textDeltas())),
      stream: toReadableStream({ highWaterMark: 1 })(events$),
      shared: shareStream()(events$),
      sharedBeta: shareStream({ grace: 1 })(client.beta.messages.stream(params)),
    };
    interface Expected {
      iterable: AsyncIterable<string>;
      stream: ReadableStream<MessageStreamEvent>;
      shared: SharedStream<MessageStreamEvent>;
      sharedBeta: SharedStream<BetaMessageStreamEvent>;
    }
    const _piped$ = events$.pipe(shareStream(), retainPartial(), finalMessage());
    expect(true satisfies Same<typeof _ends, { [Name in keyof Expected]: Expected[Name] }>).toBe(true);
    expect(true satisfies Same<Emits<typeof _piped$>, Message>).toBe(true);
  });

  it('refuses sources that are not message streams', () => {
    // @ts-expect-error numbers are not events
    void from([1, 2]).pipe(textDeltas());
    // @ts-expect-error there is no such event
    void events$.pipe(eventsOfType('message_sparkle'));
    // @ts-expect-error max_tokens is missing
    void client.messages.stream({ model: 'x', messages: [] });
    // @ts-expect-error betas belong to client.beta.messages
    void client.messages.stream({ ...params, betas: ['x'] satisfies string[] });
    expect(events$).toBeDefined();
  });
});
