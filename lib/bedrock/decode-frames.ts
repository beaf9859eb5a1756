import { quietly } from '../errors/quietly.ts';
import { FrameCutter } from './frame-cutter.ts';
import { frameText } from './frame-text.ts';
import { loadCodec } from './load-codec.ts';

/**
 * The body of a binary event stream as server-sent events. It reads one chunk at a time, on demand. It errors with
 * `MalformedStreamError` for a damaged frame, and ends early, without the incomplete frame, where the body does.
 * Cancelling cancels the body. Text with the wrong content type passes unchanged, so that an error can quote it.
 */
export function decodeFrames(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const cutter = new FrameCutter();
  const encoder = new TextEncoder();

  let damage: Error | undefined;
  let isText: boolean | undefined;

  async function nextBytes(): Promise<Uint8Array | undefined> {
    const codec = await loadCodec();
    let text = '';
    while (text === '') {
      if (damage !== undefined) throw damage;
      const { done, value } = await reader.read();
      if (done) return undefined;
      isText ??= beginsAsText(value);
      if (isText) return value;
      try {
        for (const frame of cutter.cut(value)) text += frameText(frame, codec);
      } catch (error) {
        damage = error as Error; // thrown after the events in front of it; only errors are thrown there
      }
    }
    return encoder.encode(text);
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const bytes = await nextBytes();
          if (bytes === undefined) controller.close();
          else controller.enqueue(bytes);
        } catch (error) {
          quietly(() => reader.cancel());
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Otherwise it would read ahead of a paused consumer.
    { highWaterMark: 0 },
  );
}

/** Whether the first byte begins JSON, markup or a field. A frame begins with its length: 0 or 1, or one flipped bit. */
function beginsAsText([first]: Uint8Array): boolean | undefined {
  return first === undefined ? undefined : /[[{<a-z]/i.test(String.fromCharCode(first));
}
