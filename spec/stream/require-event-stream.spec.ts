import { describe, expect, it } from '@jest/globals';
import { from, map, toArray } from 'rxjs';
import { requireEventStream } from '../../lib/stream/require-event-stream.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The text that passes under a content-type, or the name of the error. */
function passed(contentType: string | undefined, ...chunks: string[]): unknown {
  const response = new Response('x', { headers: contentType === undefined ? {} : { 'content-type': contentType } });
  if (contentType === undefined) response.headers.delete('content-type');
  let result: unknown;
  from(chunks.map(bytes))
    .pipe(
      requireEventStream(response),
      map((chunk) => new TextDecoder().decode(chunk)),
      toArray(),
    )
    .subscribe({ next: (all) => (result = all), error: (error: unknown) => (result = (error as Error).name) });
  return result;
}

describe('requireEventStream', () => {
  it.each([
    'text/event-stream',
    'text/event-stream; charset=utf-8',
    'Text/Event-Stream;charset=utf-8',
    ' text/event-stream ',
    'text/event-stream, text/event-stream',
  ])('accepts %s without checking the body', (contentType) => {
    expect(passed(contentType, 'unknown\n', 'data: x')).toEqual(['unknown\n', 'data: x']);
  });

  it.each([
    'text/html; was=text/event-stream',
    'application/json;profile="text/event-stream"',
    'x-text/event-stream',
    'text/event-streams',
    'text/event-stream+json',
    '',
    undefined,
  ])('checks the body under %s', (contentType) => {
    expect(passed(contentType, 'unknown\n', 'data: x')).toBe('NotAnEventStreamError');
    expect(passed(contentType, 'ev', 'ent: ping\n', 'data: x')).toEqual(['ev', 'ent: ping\n', 'data: x']);
    expect(passed(contentType, '\r', 'data: x')).toEqual(['\r', 'data: x']);
  });

  const eventStream = 'text/event-stream';
  it.each<[string, string | undefined, string, isStream: boolean]>([
    ['a field after blank lines', eventStream, '\n\r\n \ndata: x', true],
    ['a field after a line of other text', eventStream, 'unknown\nretry: 1', true],
    ['a comment after a line that starts like a field', eventStream, 'databases\r: x', true],
    ['an empty field', eventStream, 'x\ndata\n', true],
    ['a field that its line does not start with', eventStream, 'longer than data: x\n  data: y', false],
    ['a field in JSON', eventStream, ' {\ndata: x', false],
    ['a field in markup', eventStream, '\n<p>\ndata: x', false],
    ['a field after blank lines, without a content type', undefined, '\n\n event: x', true],
    ['a field in the second line, without a content type', undefined, 'x\nevent: x', false],
  ])('reads %s from any chunks', (_, contentType, body, isStream) => {
    for (let size = 1; size <= body.length; size++) {
      const chunks = body.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(passed(contentType, ...chunks)).toEqual(isStream ? chunks : 'NotAnEventStreamError');
    }
  });

  it.each(['\n', 'a', 'a\n'])('takes linear time for chunks of %j without a field', (unit) => {
    const chunks = Array<string>(60_000 / unit.length).fill(unit);
    const started = performance.now();
    expect(passed(eventStream, ...chunks, '\ndata: x')).toHaveLength(chunks.length + 1);
    expect(performance.now() - started).toBeLessThan(1_000); // quadratic time takes several seconds
  });

  it('reads only the part of a huge body that it shows', () => {
    expect(passed('text/html', `<p>${'x'.repeat(1_000_000)}`)).toBe('NotAnEventStreamError');
  });
});
