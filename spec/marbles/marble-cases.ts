import { map, merge, type OperatorFunction, switchMap, timer } from 'rxjs';
import * as z from 'zod/mini';
import {
  createGate,
  type Gate,
  type GrowingToolInput,
  type HelperEvent,
  type IndexedBlock,
  type IndexedCitation,
  type IndexedInputJSON,
  type Limited,
  type StreamMetrics,
  type StreamState,
  type ToolUseBlock,
} from '../../lib/index.ts';
import { type MarkdownBlock, markdownBlocks } from '../../lib/markdown/index.ts';
import type { BetaContentBlock } from '../../lib/types/content-block.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { text } from '../support/block-events.ts';
import { numbered, quotedText, tokenOf } from './marble-values.ts';
import type { MarbleCase } from './run-diagram.ts';

/** A case that differs in how values are written. */
const shown = (show: (value: never) => string | undefined): MarbleCase => ({ show: () => show });

/**
 * By file name, the definitions that a diagram lacks. Most operators need nothing: the call is taken from the comment,
 * and events and text are written as in the sources.
 */
export const marbleCases: Record<string, MarbleCase> = {
  citations: shown(({ citation }: IndexedCitation) => citation.cited_text),
  'content-blocks': shown(
    ({ index, block }: IndexedBlock<BetaContentBlock>) => `${index}:${quotedText({ content: [block] })}`,
  ),
  'drain-with': {
    scope: () => ({ gate: createGate(), work: (value: string) => timer(4).pipe(map(() => value.toUpperCase())) }),
    outputs: (operator: OperatorFunction<unknown, unknown>, { source }, { gate }: { gate: Gate }) => ({
      result: operator(source!),
      paused: gate.paused$.pipe(map((paused) => (paused ? 't' : 'f'))),
    }),
  },
  'final-message': shown(quotedText),
  'final-output': { scope: () => ({ schema: z.object({ a: z.number() }) }) },
  'helper-events': shown((event: BetaMessageStreamEvent | HelperEvent) => {
    if (event.type === 'text') return `text:${event.snapshot}`;
    if (event.type === 'message_stop') return 'X(m)';
    return event.type === 'content_block_stop' ? 'E(b)' : undefined;
  }),
  'input-json-deltas': shown(({ partial_json }: IndexedInputJSON) => partial_json),
  'limit-concurrency': {
    outputs: (limited: Limited, { a, b }) => ({ result: merge(a!.pipe(limited()), b!.pipe(limited())) }),
  },
  'markdown-blocks': {
    scope: () => ({ markdownBlocks }),
    ...shown((blocks: readonly MarkdownBlock[]) =>
      blocks.map(({ tokens: [token], done }) => `${token?.type[0] ?? ''}${done ? '!' : ''}`).join(''),
    ),
  },
  'output-elements': { scope: () => ({ schema: z.number() }) },
  'partial-output': { scope: () => ({ schema: z.object({ a: z.string(), b: z.number() }) }) },
  'share-stream': {
    outputs: (share: OperatorFunction<unknown, unknown>, { source }) => {
      const shared$ = share(source!);
      return { early: shared$, late: timer(14).pipe(switchMap(() => shared$)) };
    },
  },
  snapshots: shown(quotedText),
  'stream-metrics': shown(({ done }: StreamMetrics) => (done ? 'z' : 'm')),
  'stream-state': shown(({ status }: StreamState) => status[0]),
  'to-server-sent-events': {
    scope: () => ({ logger: { error: () => undefined } }),
    ...shown((event: string) => /^event: (\w+)/.exec(event)?.[1]),
  },
  'tool-inputs': shown(({ input, complete }: GrowingToolInput) => `${tokenOf(input)}${complete ? '!' : ''}`),
  'tool-uses': shown(({ name, input }: ToolUseBlock) => `${name}(${tokenOf(input)})`),
  'turn-events': {
    values: {
      'm(a)': { type: 'message_event', turn: 1, event: text(0, 'a') },
      'm(b)': { type: 'message_event', turn: 1, event: text(0, 'b') },
      'm(c)': { type: 'message_event', turn: 2, event: text(0, 'c') },
      tool_started: { type: 'tool_started' },
      tool_finished: { type: 'tool_finished' },
      run_finished: { type: 'run_finished' },
    },
  },
  usage: { show: () => numbered('u') },
};
