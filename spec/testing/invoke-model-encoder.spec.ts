import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvokeModelEncoder } from '../../lib/testing/invoke-model-encoder.ts';
import { invokeModelBody, messageEvents, sseBody } from '../../lib/testing/index.ts';
import { cutAt } from '../support/cut-at.ts';

const events = messageEvents('Grüße, 世界');
const hex = (parts: readonly Uint8Array[]) => Buffer.concat(parts).toString('hex');
function encoded(text: string, places: readonly number[] = []): string {
  const encoder = new InvokeModelEncoder();
  return hex([...cutAt(Buffer.from(text), places).map((chunk) => encoder.push(chunk)), encoder.end()]);
}

describe('InvokeModelEncoder', () => {
  it('writes the same frames, wherever the chunks end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (places) => {
        expect(encoded(sseBody(events), places)).toBe(hex([invokeModelBody(events)]));
      }),
      { numRuns: 50 },
    );
  });

  it('writes a last event without its blank line', () => {
    expect(encoded(sseBody(events).trimEnd())).toBe(hex([invokeModelBody(events)]));
  });

  it('writes half of a frame for a truncated event', () => {
    const whole = hex([invokeModelBody(events.slice(0, 2))]);
    const truncated = encoded(`${sseBody(events.slice(0, 2))}data: {"type":"message_st`);
    expect(truncated.startsWith(whole)).toBe(true);
    expect(truncated.length).toBeGreaterThan(whole.length);
  });

  it('writes a comment as an object without a type', () => {
    const bytes = Buffer.from('{}').toString('base64');
    expect(Buffer.from(encoded(': hello\n\n'), 'hex').toString('latin1')).toContain(`{"bytes":"${bytes}"`);
  });
});
