import {
  coalesceText,
  contentBlocks,
  eventsOfType,
  finalMessage,
  finalText,
  inputJsonDeltas,
  type Message,
  type MessageStreamEvent,
  smoothText,
  snapshots,
  streamMetrics,
  streamState,
  textDeltas,
  textSnapshots,
  thinkingDeltas,
  toolInputs,
  toolUses,
  usage,
} from 'anthropic-rxjs';
import { identity, map, type Observable, pipe, type SchedulerLike } from 'rxjs';

/** A value of a lane, and the words on its marble. */
export interface Labelled {
  readonly label: string;
  readonly value: unknown;
}

export interface Lane {
  readonly name: string;
  readonly of: (events$: Observable<MessageStreamEvent>, scheduler: SchedulerLike) => Observable<Labelled>;
}

const letters: Readonly<Record<string, string>> = {
  message_start: 'S',
  content_block_start: 'B',
  content_block_stop: 'E',
  message_delta: 'D',
  message_stop: 'X',
};

const labelOf = (event: MessageStreamEvent): string => {
  if (event.type !== 'content_block_delta') return letters[event.type] ?? '?';
  const { delta } = event;
  if (delta.type === 'text_delta') return quoted(delta.text);
  if (delta.type === 'thinking_delta') return quoted(delta.thinking);
  return delta.type === 'input_json_delta' ? quoted(delta.partial_json) : 'Δ';
};
const quoted = (text: string): string => text.replace(/\s+/g, ' ').trim() || '␣';
const last = (text: string): string => `…${text.slice(-6).replace(/\s/g, ' ')}`;
const words = (count: number, noun: string): string => `${count} ${noun}`;
const sizeOf = ({ content }: Message): string => words(content.length, content.length === 1 ? 'block' : 'blocks');

/** A lane of an operator: its values, labelled. */
function lane<T>(
  name: string,
  operator: (scheduler: SchedulerLike) => (source: Observable<MessageStreamEvent>) => Observable<T>,
  label: (value: T) => string,
): Lane {
  return {
    name,
    of: (events$, scheduler) =>
      events$.pipe(
        operator(scheduler),
        map((value) => ({ value, label: label(value) })),
      ),
  };
}

/** The operators that make sense on one stream; those that wait do it on the clock of the timeline. */
export const lanes: readonly Lane[] = [
  lane('events$', () => identity, labelOf),
  lane('textDeltas()', () => textDeltas(), quoted),
  lane('textSnapshots()', () => textSnapshots(), last),
  lane('coalesceText(200)', (scheduler) => pipe(textDeltas(), coalesceText(200, { scheduler })), quoted),
  lane('smoothText()', (scheduler) => pipe(textDeltas(), smoothText({ scheduler })), quoted),
  lane('thinkingDeltas()', () => thinkingDeltas(), quoted),
  lane(
    'inputJsonDeltas()',
    () => inputJsonDeltas(),
    ({ partial_json: json }) => quoted(json),
  ),
  lane(
    'toolInputs()',
    () => toolInputs(),
    ({ input }) => last(JSON.stringify(input)),
  ),
  lane(
    'toolUses()',
    () => toolUses(),
    ({ name }) => name,
  ),
  lane(
    'contentBlocks()',
    () => contentBlocks(),
    ({ block }) => block.type,
  ),
  lane(
    "eventsOfType('message_delta')",
    () => eventsOfType('message_delta'),
    ({ delta }) => String(delta.stop_reason),
  ),
  lane('snapshots()', () => snapshots(), sizeOf),
  lane(
    'streamState()',
    () => streamState(),
    ({ status }) => status,
  ),
  lane(
    'streamMetrics()',
    (scheduler) => streamMetrics({ scheduler }),
    ({ textPieces }) => words(textPieces, 'pieces'),
  ),
  lane(
    'usage()',
    () => usage(),
    ({ output_tokens: tokens }) => words(tokens, 'tokens'),
  ),
  lane('finalText()', () => finalText(), quoted),
  lane('finalMessage()', () => finalMessage(), sizeOf),
];
