import { type Attributes, createNoopMeter, type Meter, metrics } from '@opentelemetry/api';
import { isRecord } from '../errors/is-record.ts';
import { version } from '../transport/version.ts';
import { attempt } from './attempt.ts';

/** The name of the instrumentation scope. */
export const scope = 'anthropic-rxjs';

/** Records a value, and never throws. */
export type Recorder = (value: number, attributes: Attributes) => void;

/** The instruments of one meter. */
export interface Instruments {
  readonly duration: Recorder;
  readonly timeToFirstChunk: Recorder;
  readonly timePerOutputChunk: Recorder;
  readonly tokensPerCall: { readonly input: Recorder; readonly output: Recorder };
  readonly tokens: Readonly<Record<TokenKind, Recorder>>;
  readonly toolDuration: Recorder;
  readonly runDuration: Recorder;
  readonly runInferenceCalls: Recorder;
  readonly runToolCalls: Recorder;
}

/** What tokens were spent on; all but the first two are parts of these. */
export const tokenKinds = [
  'input_tokens',
  'output_tokens',
  'cache_read.input_tokens',
  'cache_write.input_tokens',
  'reasoning.output_tokens',
] as const;
export type TokenKind = (typeof tokenKinds)[number];

const byMeter = new WeakMap<Meter, Instruments>();

/** The instruments of `meter`, by default of the meter that is registered now; `undefined` if none is. */
export function instrumentsOf(given?: Meter): Instruments | undefined {
  const meter = given ?? attempt(metrics, 'getMeter', () => metrics.getMeter(scope, version));
  if (!isRecord(meter) || meter === createNoopMeter()) return undefined;
  const known = byMeter.get(meter) ?? createInstruments(meter);
  byMeter.set(meter, known);
  return known;
}

function createInstruments(meter: Meter): Instruments {
  const histogram = (name: string, unit: string, explicitBucketBoundaries: number[], description: string): Recorder => {
    const instrument = attempt(meter, 'createHistogram', () =>
      meter.createHistogram(`gen_ai.${name}`, { unit, description, advice: { explicitBucketBoundaries } }),
    );
    return (value, attributes) => attempt(meter, 'record', () => instrument?.record(value, attributes));
  };
  const seconds = (name: string, description: string, least = 0.01) =>
    histogram(name, 's', powers(least, 2, least === 0.01 ? 14 : 13), description);
  const tokens = (name: string, description: string) =>
    histogram(`client.inference.operation.${name}`, '{token}', powers(1, 4, 14), description);
  const counter = (name: string, description: string): Recorder => {
    const instrument = attempt(meter, 'createCounter', () =>
      meter.createCounter(`gen_ai.client.inference.usage.${name}`, { unit: '{token}', description }),
    );
    return (value, attributes) => attempt(meter, 'add', () => instrument?.add(value, attributes));
  };
  return {
    duration: seconds('client.inference.duration', 'Duration of a call, with all attempts.'),
    timeToFirstChunk: seconds('client.inference.time_to_first_chunk', 'Time from a call to its first chunk.'),
    timePerOutputChunk: seconds('client.inference.time_per_output_chunk', 'Time between two chunks.'),
    tokensPerCall: {
      input: tokens('input_tokens', 'Input tokens of a call, with cached ones.'),
      output: tokens('output_tokens', 'Output tokens of a call.'),
    },
    tokens: {
      input_tokens: counter('input_tokens', 'Input tokens, with cached ones.'),
      output_tokens: counter('output_tokens', 'Output tokens.'),
      'cache_read.input_tokens': counter('cache_read.input_tokens', 'Input tokens read from a cache.'),
      'cache_write.input_tokens': counter('cache_write.input_tokens', 'Input tokens written to a cache.'),
      'reasoning.output_tokens': counter('reasoning.output_tokens', 'Output tokens of thinking.'),
    },
    toolDuration: seconds('execute_tool.duration', 'Duration of a tool.'),
    runDuration: seconds('invoke_agent.duration', 'Duration of a run.', 0.1),
    runInferenceCalls: histogram(
      'invoke_agent.inference_calls',
      '{inference_call}',
      powers(1, 2, 8),
      'Calls of a run.',
    ),
    runToolCalls: histogram('invoke_agent.tool_calls', '{tool_call}', powers(1, 2, 8), 'Tool calls of a run.'),
  };
}

/** `least`, and each time `factor` times the last; rounded, because 0.01 is not exact in binary. */
function powers(least: number, factor: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number((least * factor ** i).toFixed(2)));
}
