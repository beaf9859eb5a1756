import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { from, map, take, toArray } from 'rxjs';
import { messageEvents, sseBody } from '../../lib/testing/index.ts';
import { decodeServerSentEvents } from '../../lib/sse/decode-server-sent-events.ts';
import type { ServerSentEvent } from '../../lib/types/server-sent-event.ts';
import { marbles } from '../support/marbles.ts';

/** The events in a body that comes in these chunks, or the error. */
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

  it('skips a byte order mark', () => {
    expect(decode([new TextEncoder().encode('\ufeffdata: 1\n\n')])).toEqual([{ data: '1' }]);
  });

  it('joins data lines, keeps ids, and puts retry on the event after it', () => {
    expect(decode(['id: 3\nretry: 500\n\ndata: a\ndata:\ndata: b\nid: 4\n\n'])).toEqual([
      { id: '4', data: 'a\n\nb', retry: 500 },
    ]);
  });

  it('drops an event without its final blank line, as the standard says', () => {
    expect(decode(['data: 1\n\ndata: 2\n'])).toEqual([{ data: '1' }]);
  });

  it('refuses one event that is too large, however it is cut', () => {
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

  it('reads the same events wherever the bytes are cut, in the middle of characters too', () => {
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

  it('emits what one chunk holds in one go, and nothing more once it is left', () => {
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
