import { describe, expect, it } from '@jest/globals';
import type { Chunking } from '../../lib/testing/chunking.ts';
import { fakeBody } from '../../lib/testing/fake-body.ts';
import type { EncodedReply } from '../../lib/testing/reply.ts';
import { trackRequest } from '../../lib/testing/seen-request.ts';
import { chunksIn } from './ask.ts';

const bytes = new TextEncoder().encode('abc');
const textOf = (chunks: readonly Uint8Array[]) => chunks.map((chunk) => new TextDecoder().decode(chunk));

function open(body: EncodedReply['body'], chunking: Chunking = 'byte') {
  const tracked = trackRequest({ method: 'POST', url: '/', headers: new Headers(), body: undefined, requestId: '' });
  const controller = new AbortController();
  return { ...tracked, controller, body: fakeBody(body, tracked, controller.signal, chunking) };
}

/** Chunks of a spec, and a log of what their reader asks for. */
function spied(values: (string | Uint8Array)[], failure?: Error) {
  const log: string[] = [];
  async function* chunks() {
    try {
      for (const value of values) {
        await Promise.resolve();
        log.push('asked');
        yield value;
      }
      if (failure) throw failure;
    } finally {
      log.push('returned');
    }
  }
  return { log, chunks: chunks() };
}

describe('fakeBody', () => {
  it('emits bytes in chunks, and completes with the last byte', async () => {
    const { body, request } = open(bytes);
    expect(textOf(await chunksIn(body))).toEqual(['a', 'b', 'c']);
    expect([request.state, request.bytesWritten]).toEqual(['completed', 3]);
    expect(textOf(await chunksIn(open(bytes, 'whole').body))).toEqual(['abc']);
  });

  it('completes a body without bytes', async () => {
    const { body, request } = open(new Uint8Array());
    expect(await chunksIn(body)).toEqual([]);
    expect(request.state).toBe('completed');
  });

  it('is complete once the last byte is read, before the reader asks for more', async () => {
    const { body, request } = open(bytes, 'whole');
    await body.getReader().read();
    expect(request.state).toBe('completed');
  });

  it('makes a chunk when it is read', async () => {
    const { log, chunks } = spied(['a', new Uint8Array([98])]);
    const { body, request } = open(chunks);
    const reader = body.getReader();
    await Promise.resolve();
    expect(log).toEqual([]);
    expect(textOf([(await reader.read()).value!])).toEqual(['a']);
    expect([log, request.state]).toEqual([['asked'], 'open']);
    expect(textOf([(await reader.read()).value!])).toEqual(['b']);
    expect([(await reader.read()).done, request.state, request.bytesWritten]).toEqual([true, 'completed', 2]);
  });

  it('errors with the reason when the signal aborts, and returns the chunks', async () => {
    const { log, chunks } = spied(['a', 'b']);
    const { body, request, controller } = open(chunks);
    const reader = body.getReader();
    await reader.read();
    const reason = new Error('mine');
    controller.abort(reason);
    await expect(reader.read()).rejects.toBe(reason);
    expect([request.state, log]).toEqual(['aborted', ['asked', 'returned']]);
  });

  it('is aborted when the reader cancels', async () => {
    const { log, chunks } = spied(['a', 'b']);
    const { body, request } = open(chunks);
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();
    expect([request.state, log]).toEqual(['aborted', ['asked', 'returned']]);
  });

  it('fails with the error of the chunks', async () => {
    const failure = new Error('mine');
    const { body, request } = open(spied([], failure).chunks);
    await expect(chunksIn(body)).rejects.toBe(failure);
    expect(request.state).toBe('aborted');
  });

  it('ignores an abort after its end', async () => {
    const { body, request, controller } = open(bytes);
    await chunksIn(body);
    controller.abort();
    expect(request.state).toBe('completed');
  });
});
