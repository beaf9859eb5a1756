import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFrames } from '../../lib/bedrock/decode-frames.ts';
import { awsFrames } from '../../lib/testing/aws-frames.ts';
import { errorBody, invokeModelBody, messageEvents, sseBody } from '../../lib/testing/index.ts';
import { cutAt } from '../support/cut-at.ts';

const events = messageEvents('Grüße, 世界 👋🏽');
const binary = invokeModelBody(events);

function bodyOf(chunks: readonly Uint8Array[], onCancel: () => unknown = () => undefined): ReadableStream<Uint8Array> {
  const waiting = [...chunks];
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = waiting.shift();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      cancel: () => void onCancel(),
    },
    { highWaterMark: 0 },
  );
}
/** The text of a body until its end or its failure. */
async function readAll(body: ReadableStream<Uint8Array>): Promise<{ text: string; failure?: unknown }> {
  const reader = body.getReader();
  let text = '';
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += new TextDecoder().decode(read.value);
    }
    return { text };
  } catch (failure) {
    return { text, failure };
  }
}
const textOf = (chunks: readonly Uint8Array[]) => new Response(decodeFrames(bodyOf(chunks))).text();

describe('decodeFrames', () => {
  it('emits the same text, wherever the chunks end', async () => {
    const expected = sseBody(events);
    expect(await textOf([binary])).toBe(expected);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5_000 }), { maxLength: 20 }), async (places) => {
        expect(await textOf(cutAt(binary, places))).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('emits the same text in chunks of any one size', async () => {
    for (const size of [1, 2, 3, 7, 11, 12, 13, 64]) {
      const places = Array.from({ length: Math.floor(binary.length / size) }, (_, i) => i * size);
      expect(await textOf(cutAt(binary, places))).toBe(sseBody(events));
    }
  });

  it('errors at any flipped bit, after exactly the events before it, wherever the chunks end', async () => {
    const frames = [...awsFrames(binary)];
    const ends = frames.map((_, i) => frames.slice(0, i + 1).reduce((sum, { length }) => sum + length, 0));
    const bits = fc.nat({ max: binary.length * 8 - 1 });
    await fc.assert(
      fc.asyncProperty(bits, fc.array(fc.nat(), { maxLength: 10 }), async (bit, places) => {
        const bad = binary.slice();
        bad[bit >> 3]! ^= 1 << (bit & 7);
        const { text, failure } = await readAll(decodeFrames(bodyOf(cutAt(bad, places))));
        expect(failure).toMatchObject({ name: 'MalformedStreamError' });
        expect(text).toBe(sseBody(events.slice(0, ends.filter((end) => end <= bit >> 3).length)));
      }),
      { numRuns: 200 },
    );
  });

  it('ends at every truncation, after the complete events', async () => {
    const complete = sseBody(events);
    for (let end = 0; end < binary.length; end += 13) {
      const text = await textOf([binary.subarray(0, end)]);
      expect(complete.startsWith(text) && (text === '' || text.endsWith('\n\n'))).toBe(true);
    }
  });

  it.each(['{"message":"The token is invalid"}', '<html>Bad Gateway</html>', sseBody(events), 'error', ''])(
    'passes the text %j unchanged',
    async (text) => {
      const chunks = [new Uint8Array(), ...cutAt(new TextEncoder().encode(text), [1, 3])];
      expect(await textOf(chunks)).toBe(text);
    },
  );

  it('cancels the body when a frame is damaged', async () => {
    let cancelled = 0;
    const body = decodeFrames(bodyOf([new Uint8Array(12).fill(255)], () => (cancelled += 1)));
    await expect(body.getReader().read()).rejects.toMatchObject({ name: 'MalformedStreamError' });
    expect(cancelled).toBe(1);
  });

  it('cancels the body when it is cancelled', async () => {
    let cancelled = 0;
    await decodeFrames(bodyOf([], () => (cancelled += 1))).cancel();
    expect(cancelled).toBe(1);
  });

  it('reads nothing before it is read', async () => {
    let pulled = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled++;
          controller.enqueue(binary);
        },
      },
      { highWaterMark: 0 },
    );
    const reader = decodeFrames(source).getReader();
    await new Promise(setImmediate);
    expect(pulled).toBe(0);
    await reader.read();
    expect(pulled).toBe(1);
  });

  it('converts exceptions', async () => {
    expect(await textOf([invokeModelBody([errorBody('rate_limit_error', 'Slow down')])])).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}\n\n',
    );
  });
});
