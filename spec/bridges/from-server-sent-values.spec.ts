import { describe, expect, it } from '@jest/globals';
import {
  concat,
  firstValueFrom,
  from,
  lastValueFrom,
  materialize,
  type Observable,
  of,
  throwError,
  toArray,
} from 'rxjs';
import {
  fromServerSentEvents,
  fromServerSentValues,
  OverloadedError,
  toResponse,
  toServerSentEvents,
} from '../../lib/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';

const noLog = { error: () => undefined };
const words = [
  { type: 'text', text: 'Hello' },
  { type: 'text', text: ' there' },
];

/** The values that a page reads from the stream of a server. */
function relayed(values$: Observable<object>): Observable<unknown> {
  return fromServerSentValues(toResponse()(values$.pipe(toServerSentEvents({ logger: noLog }))).body);
}

/** The values of a body, and how it ended. */
async function read(text: string): Promise<unknown[]> {
  const notifications = await lastValueFrom(
    fromServerSentValues(new Response(text).body).pipe(materialize(), toArray()),
  );
  return notifications.map(({ kind, value, error }) =>
    kind === 'N' ? value : kind === 'C' ? 'complete' : nameOf(error),
  );
}

const nameOf = (error: unknown) => (error as Error).name;

describe('fromServerSentValues', () => {
  it('emits the values that toServerSentEvents sends, and completes', async () => {
    expect(await lastValueFrom(relayed(from(words)).pipe(toArray()))).toEqual(words);
    const untyped = [{ n: 1 }, [2], { type: 'x\ny' }];
    expect(await lastValueFrom(relayed(from(untyped)).pipe(toArray()))).toEqual(untyped);
    expect(await lastValueFrom(relayed(of()).pipe(toArray()))).toEqual([]);
  });

  it('reads message events, of one reply or several', async () => {
    const events = [...messageEvents('Hello'), ...messageEvents('there')];
    expect(await lastValueFrom(relayed(from(events)).pipe(toArray()))).toEqual(events);
  });

  it('converts an error event to the error of the server', async () => {
    const busy = new OverloadedError('Later, please.', { type: 'overloaded_error', requestId: 'req_1' });
    const failing$ = concat(
      from(words),
      throwError(() => busy),
    );
    const seen: unknown[] = [];
    const error: unknown = await new Promise((resolve) =>
      relayed(failing$).subscribe({ next: (value) => seen.push(value), error: resolve }),
    );
    expect(seen).toEqual(words);
    expect(error).toMatchObject({ name: 'OverloadedError', type: 'overloaded_error', requestId: 'req_1' });
    expect((error as Error).message).toContain('Later, please.');
  });

  it.each<[string, string, unknown[]]>([
    ['a cut', 'data: 1\n\n', [1, 'IncompleteStreamError']],
    ['an empty body', '', ['IncompleteStreamError']],
    ['a body of another kind', '{"statusCode":500}', ['IncompleteStreamError']],
    [
      'an interruption inside the last event',
      'data: 1\n\nevent: done\ndata: {"type":"do',
      [1, 'IncompleteStreamError'],
    ],
    ['a last event without its blank line', 'data: 1\n\nevent: done\ndata: {"type":"done"}\n', [1, 'complete']],
    [
      'an interruption after an earlier reply',
      'event: message_stop\ndata: {}\n\ndata: 1\n\n',
      [{}, 1, 'IncompleteStreamError'],
    ],
    ['an end', 'data: 1\n\nevent: done\ndata: {}\n\n', [1, 'complete']],
    ['an end without a name', 'data: {"type":"done"}\n\n', ['complete']],
    ['anything after the end', 'event: done\ndata: {}\n\ndata: 1\n\nevent: error\ndata: {}\n\n', ['complete']],
    [
      'pings and comments',
      ': hi\n\nevent: ping\ndata: x\n\ndata: {"type":"ping"}\n\nevent: done\ndata: 0\n\n',
      ['complete'],
    ],
    ['a ping after the end of a reply', 'event: message_stop\ndata: {}\n\nevent: ping\ndata: {}\n\n', [{}, 'complete']],
    ['an error', 'event: error\ndata: {"error":{"type":"rate_limit_error"}}\n\n', ['RateLimitError']],
    ['an error that is not JSON', 'event: error\ndata: oops\n\n', ['APIError']],
    ['an error without a name', 'data: {"type":"error","error":{"type":"api_error"}}\n\n', ['InternalServerError']],
    [
      'values of any kind',
      'data: null\n\ndata: "a"\n\nevent: x\ndata: {"type":"error"}\n\n',
      [null, 'a', { type: 'error' }, 'IncompleteStreamError'],
    ],
    ['data that is not JSON', 'data: oops\n\nevent: done\ndata: {}\n\n', ['MalformedEventError']],
  ])('reads %s', async (_, text, ending) => {
    expect(await read(text)).toEqual(ending);
  });

  it('completes at the end event and cancels a body that stays open', async () => {
    const cancelled = new Promise<void>((resolve) => {
      const body = new ReadableStream<string>({
        start: (controller) => controller.enqueue('data: 1\n\nevent: done\ndata: {"type":"done"}\n\n'),
        cancel: () => resolve(),
      });
      fromServerSentValues(body).subscribe();
    });
    await cancelled;
  });

  it('cancels the body on unsubscribe', async () => {
    const cancelled = new Promise<void>((resolve) => {
      const body = new ReadableStream<string>({
        start: (controller) => controller.enqueue('data: 1\n\ndata: 2\n\n'),
        cancel: () => resolve(),
      });
      void firstValueFrom(fromServerSentValues(body));
    });
    await cancelled;
  });

  it('reports an argument that is not a body', async () => {
    const response = new Response('') as unknown as ReadableStream<string>;
    await expect(lastValueFrom(fromServerSentValues(response))).rejects.toMatchObject({
      name: 'InvalidOptionsError',
      message: 'fromServerSentValues: body: is a Response; pass its body: response.body',
    });
  });

  it('leaves message events to fromServerSentEvents', async () => {
    const events = messageEvents('Hello').flatMap((event) => [event, { type: 'ping' }]);
    const { body } = toResponse()(from(events).pipe(toServerSentEvents()));
    expect(await lastValueFrom(fromServerSentEvents(body).pipe(toArray()))).toEqual(messageEvents('Hello'));
  });
});
