import type { OptionRule } from '../errors/check-options.ts';

export const aTracer: OptionRule = {
  allows: (value) => has(value, 'startSpan'),
  expected: 'a tracer of @opentelemetry/api',
};

export const aMeter: OptionRule = {
  allows: (value) => has(value, 'createHistogram'),
  expected: 'a meter of @opentelemetry/api',
};

function has(value: unknown, method: string): boolean {
  return typeof value === 'object' && value !== null && method in value;
}
