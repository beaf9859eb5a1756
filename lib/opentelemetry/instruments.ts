import { type Counter, createNoopMeter, type Histogram, type Meter, metrics } from '@opentelemetry/api';
import { version } from '../transport/version.ts';

/** The name of the instrumentation scope. */
export const scope = 'anthropic-rxjs';

/** The instruments of one meter. */
export interface Instruments {
  readonly duration: Histogram;
  readonly timeToFirstChunk: Histogram;
  readonly timePerOutputChunk: Histogram;
  readonly tokensPerCall: { readonly input: Histogram; readonly output: Histogram };
  readonly tokens: Readonly<Record<TokenKind, Counter>>;
  readonly toolDuration: Histogram;
  readonly runDuration: Histogram;
  readonly runInferenceCalls: Histogram;
  readonly runToolCalls: Histogram;
}

/** What tokens were spent on; all but the first two are parts of these. */
export type TokenKind =
  'input_tokens' | 'output_tokens' | 'cache_read.input_tokens' | 'cache_write.input_tokens' | 'reasoning.output_tokens';

const byMeter = new WeakMap<Meter, Instruments>();

/** The instruments of `meter`, by default of the meter that is registered now; `undefined` if none is. */
export function instrumentsOf(meter: Meter = metrics.getMeter(scope, version)): Instruments | undefined {
  if (meter === createNoopMeter()) return undefined;
  const known = byMeter.get(meter) ?? createInstruments(meter);
  byMeter.set(meter, known);
  return known;
}

function createInstruments(meter: Meter): Instruments {
  const histogram = (name: string, unit: string, explicitBucketBoundaries: number[], description: string) =>
    meter.createHistogram(`gen_ai.${name}`, { unit, description, advice: { explicitBucketBoundaries } });
  const seconds = (name: string, description: string, least = 0.01) =>
    histogram(name, 's', powers(least, 2, least === 0.01 ? 14 : 13), description);
  const tokens = (name: string, description: string) =>
    histogram(`client.inference.operation.${name}`, '{token}', powers(1, 4, 14), description);
  const counter = (name: string, description: string) =>
    meter.createCounter(`gen_ai.client.inference.usage.${name}`, { unit: '{token}', description });
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
