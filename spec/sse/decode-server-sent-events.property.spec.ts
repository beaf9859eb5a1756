import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { from, toArray } from 'rxjs';
import { decodeServerSentEvents } from '../../lib/sse/decode-server-sent-events.ts';
import type { ServerSentEvent } from '../../lib/types/server-sent-event.ts';

/** The events of a complete text, read in the simplest way. */
function reference(wire: string): ServerSentEvent[] {
  const lines = wire.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const isCut = last !== '' && !last.startsWith(':');
  const events: ServerSentEvent[] = [];
  let data: string[] = [];
  let event: string | undefined;
  let id: string | undefined;
  let retry: number | undefined;
  const dispatch = (whole: boolean) => {
    const text = data.join('\n');
    if (data.length > 0 && (whole || isObject(text))) {
      events.push({ event, data: text, id, ...(retry !== undefined && { retry }) });
      retry = undefined;
    }
    data = [];
    event = id = undefined;
  };
  if (last === '') lines.pop(); // the text ends with its line
  for (const line of lines) {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (line === '') dispatch(true);
    else if (name === 'data') data.push(value);
    else if (name === 'event') event = value || undefined;
    else if (name === 'id') id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) retry = Number(value);
  }
  dispatch(!isCut);
  return events;
}

function isObject(text: string): boolean {
  try {
    return text.startsWith('{') && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

const line = fc.constantFrom(
  'data: 1',
  'data:{"a":1}',
  'data: {"a":"ü👩‍👩‍👧"}',
  'data: {"a":',
  'data: 2}',
  'data:  \ufeff x\u2028',
  'data',
  'data:',
  'event: message_stop',
  'event:',
  'id: 7',
  'retry: 500',
  'retry: soon',
  ': comment',
  ':',
  'unknown: x',
  'unknown',
  '',
  '',
);
const lineEnd = fc.constantFrom('\n', '\r', '\r\n');
const wires = fc.record({
  mark: fc.constantFrom('', '', '\ufeff'),
  lines: fc.array(fc.tuple(line, lineEnd), { maxLength: 20 }),
  // How many bytes of the end are missing.
  missing: fc.nat({ max: 8 }),
  cuts: fc.array(fc.nat({ max: 300 }), { maxLength: 12 }),
});

describe('decodeServerSentEvents', () => {
  it.each(['bytes', 'strings'])('reads the same events as a simple reader, wherever %s are split', (kind) => {
    fc.assert(
      fc.property(wires, ({ mark, lines, missing, cuts }) => {
        const text = mark + lines.map((parts) => parts.join('')).join('');
        const whole = kind === 'bytes' ? new TextEncoder().encode(text) : text;
        const wire = whole.slice(0, Math.max(0, whole.length - missing));
        const at = [...cuts.filter((cut) => cut < wire.length).sort((a, b) => a - b), wire.length];
        const chunks = at.map((end, i) => wire.slice(at[i - 1] ?? 0, end));
        let events: unknown;
        from(chunks)
          .pipe(decodeServerSentEvents(10_000), toArray())
          .subscribe((all) => (events = all));
        const read = typeof wire === 'string' ? wire : new TextDecoder('utf-8', { ignoreBOM: true }).decode(wire);
        expect(events).toEqual(reference(read));
      }),
      { numRuns: 3_000 },
    );
  });
});
