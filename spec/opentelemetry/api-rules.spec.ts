import { createNoopMeter, trace } from '@opentelemetry/api';
import { describe, expect, it } from '@jest/globals';
import { aMeter, aTracer } from '../../lib/opentelemetry/api-rules.ts';

describe('the rules for a tracer and a meter', () => {
  it('allow those of the API only', () => {
    const values = [trace.getTracer('x'), createNoopMeter(), null, {}, 'tracer'];
    expect(values.map(aTracer.allows)).toEqual([true, false, false, false, false]);
    expect(values.map(aMeter.allows)).toEqual([false, true, false, false, false]);
  });
});
