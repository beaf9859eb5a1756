import { describe, expect, it } from '@jest/globals';
import { NEVER, Observable, of, type Subscriber } from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { relayed } from '../../lib/relay/index.ts';
import { isResumable, messagesOf, ReplyRequests } from '../../lib/turns/chat-source.ts';

/** A relay whose replies the test ends. */
function relay() {
  const ids: (string | undefined)[] = [];
  const readers = new Set<Subscriber<string>>();
  let stops = 0;
  const stream = (_: unknown, options?: { readonly id: string }) => {
    ids.push(options?.id);
    const events$ = new Observable<string>((subscriber) => {
      readers.add(subscriber);
      return () => readers.delete(subscriber);
    });
    return Object.assign(events$, { stop: () => (stops += 1) });
  };
  return { source: { resumable: true as const, stream }, ids, readers, stops: () => stops };
}

describe('messagesOf', () => {
  it('is the messages of a client, and any other source itself', () => {
    const client = new AnthropicClient({ apiKey: 'test' });
    expect(messagesOf(client)).toBe(client.messages);
    expect(messagesOf(client.beta.messages)).toBe(client.beta.messages);
    const stream = () => NEVER;
    expect(messagesOf(stream)).toBe(stream);
  });
});

describe('isResumable', () => {
  it('is true for a relay only', () => {
    expect(isResumable(relayed('/api/replies').messages)).toBe(true);
    expect(isResumable(new AnthropicClient({ apiKey: 'test' }).messages)).toBe(false);
    expect(isResumable(() => NEVER)).toBe(false);
  });
});

describe('ReplyRequests', () => {
  it('passes params only to a source that keeps no replies', () => {
    const seen: unknown[][] = [];
    const requests = new ReplyRequests(
      (...args: unknown[]) => {
        seen.push(args);
        return of('a');
      },
      'id',
      0,
    );
    requests.stream('params').subscribe();
    requests.stop();
    expect(seen).toEqual([['params']]);
  });

  it.each([
    [0, ['id', 'id-2']],
    [2, ['id-3', 'id-4']],
  ])('continues after %i steps with an id per step', (steps, expected) => {
    const { source, ids } = relay();
    const requests = new ReplyRequests(source, 'id', steps);
    for (const step of [1, 2]) requests.stream(step).subscribe();
    expect(ids).toEqual(expected);
  });

  it('stops a reply at the relay, and reads it until it has ended there', () => {
    const { source, readers, stops } = relay();
    const requests = new ReplyRequests(source, 'id', 0);
    const subscription = requests.stream('params').subscribe();
    requests.stop();
    subscription.unsubscribe();
    expect([stops(), readers.size]).toEqual([1, 1]);
    for (const reader of readers) reader.complete();
    expect(readers.size).toBe(0);
  });

  it('does not request a complete reply again to stop it', () => {
    const { source, readers, stops } = relay();
    const requests = new ReplyRequests(source, 'id', 0);
    requests.stream('params').subscribe();
    for (const reader of readers) reader.complete();
    requests.stop();
    expect([stops(), readers.size]).toEqual([0, 0]);
  });

  it('only disconnects otherwise', () => {
    const { source, readers, stops } = relay();
    new ReplyRequests(source, 'id', 0).stream('params').subscribe().unsubscribe();
    expect([stops(), readers.size]).toEqual([0, 0]);
  });

  it('accepts a source of promises and iterables', () => {
    const emitted: string[] = [];
    new ReplyRequests(() => ['a', 'b'], 'id', 0).stream('params').subscribe((event) => emitted.push(event));
    expect(emitted).toEqual(['a', 'b']);
  });
});
