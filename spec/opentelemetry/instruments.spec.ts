import { createNoopMeter } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instrumentsOf } from '../../lib/opentelemetry/instruments.ts';
import { type Otel, startOtel } from '../support/otel.ts';

describe('instrumentsOf', () => {
  let otel: Otel;
  beforeEach(() => {
    otel = startOtel();
  });
  afterEach(() => otel.close());

  it('creates the instruments of a meter once', () => {
    expect(instrumentsOf(otel.meter)).toBe(instrumentsOf(otel.meter));
  });

  it('returns undefined without a registered meter', () => {
    expect(instrumentsOf()).toBeUndefined();
    expect(instrumentsOf(createNoopMeter())).toBeUndefined();
  });
});
