import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { from, map, take, toArray } from 'rxjs';
import { messageEvents, sseBody } from '../../lib/testing/index.ts';
import { decodeServerSentEvents } from '../../lib/sse/decode-server-sent-events.ts';
import type { ServerSentEvent } from '../../lib/types/server-sent-event.ts';
import { marbles } from '../support/marbles.ts';

/** The events in a body of these chunks, or the error. */
function decode(chunks: Iterable<Uint8Array | string>, maxEventBytes = 1_000): unknown {
  let result: unknown;
  from(chunks)
    .pipe(decodeServerSentEvents(maxEventBytes), toArray())
    .subscribe({ next: (events) => (result = events), error: (error: unknown) => (result = error) });
  return result;
}

describe('decodeServerSentEvents', () => {
  it.each([
    ['line feeds', 'event: a\ndata: 1\n\ndata: 2\n\n'],
    ['carriage returns and line feeds', 'event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n'],
    ['carriage returns', 'event: a\rdata: 1\r\rdata: 2\r\r\n'],
    ['comments and unknown fields', ': hi\nevent: a\nfoo: x\ndata: 1\n\n:\n\ndata: 2\n\n'],
    ['no spaces after colons', 'event:a\ndata:1\n\ndata:2\n\n'],
  ])('reads %s', (_, wire) => {
    const events = [{ event: 'a', data: '1' }, { data: '2' }];
    expect(decode([wire])).toEqual(events);
    expect(decode([new TextEncoder().encode(wire)])).toEqual(events);
  });

  it('drops one byte order mark at the beginning of bytes and of strings, wherever they are split', () => {
    const wire = '\ufeffdata: 1\n\ndata: \ufeff2\n\n';
    const events = [{ data: '1' }, { data: '\ufeff2' }];
    const bytes = new TextEncoder().encode(wire);
    expect(decode([wire])).toEqual(events);
    expect(decode(['', ...Array.from(wire)])).toEqual(events);
    expect(decode([bytes])).toEqual(events);
    expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(events);
    expect(decode([`\ufeff${wire}`])).toEqual([{ data: '\ufeff2' }]);
  });

  it('reports comments that have ended, and emits no event for them', () => {
    const comments = (chunks: string[]) => {
      let count = 0;
      const seen: unknown[] = [];
      from(chunks)
        .pipe(decodeServerSentEvents(100, () => count++))
        .subscribe(({ data }) => seen.push(data));
      return { count, seen };
    };
    expect(comments([': a\n\n', 'data: 1\n', ':\n', '\n'])).toEqual({ count: 2, seen: ['1'] });
    expect(comments([': a', ' b', 'c\nda', 'ta: 1\n:x', '\n:y\n', '\n'])).toEqual({ count: 2, seen: ['1'] });
    expect(comments(['data: 1\ndata:: x\nfoo: :\n\n'])).toEqual({ count: 0, seen: ['1\n: x'] });
    expect(comments([': never ended'])).toEqual({ count: 0, seen: [] });
  });

  it('accepts comments of any length', () => {
    const long = Array.from({ length: 100 }, () => 'x'.repeat(50_000));
    expect(decode(['data: 1\n:', ...long, '\ndata: 2\n\n'], 100)).toEqual([{ data: '1\n2' }]);
    expect(decode([`data: 1\n:${long.join('')}\ndata: 2\n\n`], 100)).toEqual([{ data: '1\n2' }]);
    expect(decode(['data: 1\n', ...Array.from({ length: 1_000 }, () => ': keep-alive\n'), '\n'], 100)).toEqual([
      { data: '1' },
    ]);
  });

  it('refuses an event by its memory, not only by its characters', () => {
    const refused = expect.objectContaining({ name: 'MalformedStreamError' }) as unknown;
    const lines = (line: string, count: number) => Array.from({ length: count }, () => line);
    // 1 MiB holds 16,384 lines at 64 bytes each.
    expect(decode([...lines('data:\n', 8_000), '\n'], 1_048_576)).toHaveLength(1);
    expect(decode(lines('data:\n', 17_000), 1_048_576)).toEqual(refused);
    expect(decode([lines('data:\n', 30_000).join('')], 1_048_576)).toEqual(refused);
    expect(decode([`data: x\nid: ${'7'.repeat(200)}\n\n`], 100)).toEqual(refused);
    expect(decode([`data: x\nevent: ${'e'.repeat(200)}\n\n`], 100)).toEqual(refused);
    expect(decode(lines(`event: ${'e'.repeat(50)}\n`, 3), 100)).toEqual(refused);
    expect(decode([`foo: ${'x'.repeat(200)}`], 100)).toEqual(refused);
  });

  it('emits the events before one that is too large', () => {
    const source = from([`data: 1\n\ndata: ${'x'.repeat(200)}\n\ndata: 3\n\n`]);
    const seen: string[] = [];
    source.pipe(decodeServerSentEvents(100)).subscribe({
      next: ({ data }) => seen.push(data),
      error: (error: unknown) => seen.push((error as Error).name),
    });
    expect(seen).toEqual(['1', 'MalformedStreamError']);
  });

  it('joins data lines, keeps ids, and puts retry on the event after it', () => {
    expect(decode(['id: 3\nretry: 500\n\ndata: a\ndata:\ndata: b\nid: 4\n\n'])).toEqual([
      { id: '4', data: 'a\n\nb', retry: 500 },
    ]);
  });

  it.each<[string, unknown]>([
    ['data: 1\n\ndata: 2\n', [{ data: '1' }, { data: '2' }]],
    ['data: 1\r\rdata: 2\r', [{ data: '1' }, { data: '2' }]],
    ['data: 1\r\n\r\ndata: 2\r\n\r', [{ data: '1' }, { data: '2' }]],
    ['event: a\ndata: {"a":1}', [{ event: 'a', data: '{"a":1}' }]],
    ['data: {"a":\ndata: 1}\nid: 7', [{ data: '{"a":\n1}', id: '7' }]],
    ['event: a\ndata: {"a":1}\n: comme', [{ event: 'a', data: '{"a":1}' }]],
    ['event: a\n', []],
    [': comment\n', []],
    ['', []],
  ])('counts the last event of %j without its blank line', (wire, events) => {
    expect(decode([wire])).toEqual(events);
    expect(decode(wire)).toEqual(events);
  });

  it.each(['data: {"a":1', 'data: {"a":"ü', 'data: 12', 'data: [DONE', 'data: "x"', 'data', 'data: {"a":\ndata: 1'])(
    'drops a last event that ends within a line: %j',
    (wire) => expect(decode([`data: 1\n\n${wire}`])).toEqual([{ data: '1' }]),
  );

  it('drops a last event that ends within a character', () => {
    const wire = new TextEncoder().encode('data: {"a":"ü');
    expect(decode([wire.subarray(0, -1)])).toEqual([]);
  });

  it('emits an event at its carriage return, before the next chunk', () => {
    marbles(({ cold, expectObservable }) => {
      const source = cold('-a-b-c-|', { a: 'data: 1\r\r', b: '\ndata: 2\r\n\r', c: '\n' });
      expectObservable(source.pipe(decodeServerSentEvents(99))).toBe('-a-b---|', {
        a: { data: '1' },
        b: { data: '2' },
      });
    });
  });

  it('refuses one event that is too large, however it is split', () => {
    const error = expect.objectContaining({
      name: 'MalformedStreamError',
      message: expect.stringContaining('larger than maxEventBytes (100)') as unknown,
    }) as unknown;
    expect(decode([`data: ${'x'.repeat(90)}\n\ndata: ${'x'.repeat(90)}\n\n`], 100)).toHaveLength(2);
    expect(
      decode(
        Array.from({ length: 60 }, () => 'data: xxxx\n'),
        100,
      ),
    ).toEqual(error);
    expect(decode(['data: ', ...Array.from({ length: 60 }, () => 'xxxx')], 100)).toEqual(error);
  });

  it('reads the same events wherever the bytes are split, also inside characters', () => {
    const wire = new TextEncoder().encode(
      sseBody(messageEvents('Grüße 👩‍👩‍👧 из Москвы\u2028und\r\nweiter')).replace(/\n/g, '\r\n'),
    );
    const whole = decode([wire], 10_000);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: wire.length })), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), wire.length];
        const chunks = at.slice(1).map((end, i) => wire.subarray(at[i], end));
        expect(decode(chunks, 10_000)).toEqual(whole);
      }),
    );
    expect(whole).toHaveLength(messageEvents('Grüße 👩‍👩‍👧 из Москвы\u2028und\r\nweiter').length);
  });

  it('emits the events of one chunk synchronously, and none after unsubscribe', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-------b-|', { a: 'data: 1\n\ndata: 2\n\n', b: 'data: 3\n\n' });
      const events = { x: { data: '1' }, y: { data: '2' }, z: { data: '3' } };
      const data = map(({ data }: ServerSentEvent) => ({ data }));
      expectObservable(source.pipe(decodeServerSentEvents(99), data)).toBe('-(xy)----z-|', events);
      expectObservable(source.pipe(decodeServerSentEvents(99), data, take(1))).toBe('-(x|)', events);
      expectSubscriptions(source.subscriptions).toBe(['^----------!', '^!']);
    });
  });
});
