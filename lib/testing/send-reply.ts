import type { ServerResponse } from 'node:http';
import { awsFrames } from './aws-frames.ts';
import { type Chunking, chunker } from './chunking.ts';
import { type Pace, pacer } from './pace.ts';
import type { EncodedReply } from './reply.ts';
import type { TrackedRequest } from './seen-request.ts';
import { sseFrames } from './sse-frames.ts';

export interface SendOptions extends Pace {
  readonly chunking: Chunking;
}

/** Writes the reply as fast as pace and socket allow; stops when the client disconnects. */
export async function sendReply(
  reply: EncodedReply,
  response: ServerResponse,
  tracked: TrackedRequest,
  options: SendOptions,
): Promise<void> {
  response.writeHead(reply.status, reply.headers);
  response.flushHeaders();
  const write = (chunk: string | Uint8Array) => writeChunk(chunk, response, tracked);
  const { body, encoder } = reply;
  if (!ArrayBuffer.isView(body)) await sendChunks(encoder ? encodedChunks(body, encoder) : body, response, write);
  else await sendBytes(body, response, write, encoder, options);
  if (!response.destroyed) response.end();
}

async function sendBytes(
  bytes: Uint8Array,
  response: ServerResponse,
  write: (chunk: Uint8Array) => Promise<void> | undefined,
  encoder: EncodedReply['encoder'],
  { chunking, ...pace }: SendOptions,
): Promise<void> {
  const cut = chunker(chunking, encoder && awsFrames);
  const timeOf = pacer(pace);
  // Not the global timer, which a spec may have replaced with a fake.
  const { setImmediate } = process.getBuiltinModule('node:timers');
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  let due = performance.now();
  let written = false;
  for (const part of (pace.tokensPerSecond ?? 0) > 0 ? sseFrames(bytes) : [bytes]) {
    due += timeOf(part);
    const ahead = due - performance.now();
    if (ahead > 0) await pause(ahead, response);
    for (const chunk of cut(encoder?.push(part) ?? part)) {
      // Otherwise the socket would join it with the previous one.
      if (written) await turn();
      if (response.destroyed) return;
      await write(chunk);
      written = true;
    }
  }
  if (encoder) await write(encoder.end());
}

async function* encodedChunks(
  chunks: AsyncIterable<string | Uint8Array>,
  encoder: NonNullable<EncodedReply['encoder']>,
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    yield encoder.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
  }
  yield encoder.end();
}

async function sendChunks(
  chunks: AsyncIterable<string | Uint8Array>,
  response: ServerResponse,
  write: (chunk: string | Uint8Array) => Promise<void> | undefined,
): Promise<void> {
  const left = new Promise<undefined>((resolve) => response.once('close', () => resolve(undefined)));
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), left]);
      if (next === undefined || next.done === true) break;
      await write(next.value);
    }
  } finally {
    // Not awaited: a paused generator returns only when it continues.
    void iterator.return?.();
  }
}

/** Resolves when there is room for more; `undefined` if there is room already. */
function writeChunk(
  chunk: string | Uint8Array,
  response: ServerResponse,
  tracked: TrackedRequest,
): Promise<void> | undefined {
  const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
  const room = response.write(bytes);
  tracked.wrote(bytes.length);
  if (room || response.destroyed) return undefined;
  tracked.stalled();
  return new Promise((resolve) => {
    const goOn = () => {
      response.off('drain', goOn).off('close', goOn);
      resolve();
    };
    response.on('drain', goOn).on('close', goOn);
  });
}

function pause(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const goOn = () => {
      clearTimeout(timer);
      response.off('close', goOn);
      resolve();
    };
    const timer = setTimeout(goOn, ms);
    response.on('close', goOn);
  });
}
