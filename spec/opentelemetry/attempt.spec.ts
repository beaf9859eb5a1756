import { diag } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { attempt, report } from '../../lib/opentelemetry/attempt.ts';
import { diagErrors } from '../support/otel.ts';

describe('attempt', () => {
  let errors: string[];
  beforeEach(() => {
    errors = diagErrors();
  });
  afterEach(() => diag.disable());

  const failing = (): unknown => {
    throw new Error('full');
  };

  it('returns the result', () => {
    expect(attempt({}, 'adding', () => 1 + 1)).toBe(2);
    expect(errors).toEqual([]);
  });

  it('returns undefined after an exception, and reports one per owner', () => {
    const [meter, tracer] = [{}, {}];
    expect(attempt(meter, 'record', failing)).toBeUndefined();
    expect(attempt(meter, 'add', failing)).toBeUndefined();
    attempt(tracer, 'end', failing);
    expect(errors).toEqual([
      'anthropic-rxjs: record failed, so telemetry is incomplete: full',
      'anthropic-rxjs: end failed, so telemetry is incomplete: full',
    ]);
  });

  it('ignores exceptions of the logger', () => {
    diag.disable();
    const ignore = () => undefined;
    diag.setLogger({ error: () => void failing(), warn: ignore, info: ignore, debug: ignore, verbose: ignore });
    expect(() => report({}, 'record', undefined)).not.toThrow();
  });
});
