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

  it('reads only the part of a huge body that it shows', () => {
    expect(passed('text/html', `<p>${'x'.repeat(1_000_000)}`)).toBe('NotAnEventStreamError');
  });
});
