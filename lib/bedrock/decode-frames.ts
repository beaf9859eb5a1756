import { quietly } from '../errors/quietly.ts';
import { FrameCutter } from './frame-cutter.ts';
import { frameText } from './frame-text.ts';
import { loadCodec } from './load-codec.ts';

/**
 * The body of a binary event stream as server-sent events. It reads one chunk at a time, on demand. It errors with
 * `MalformedStreamError` for a damaged frame, and ends early, without the incomplete frame, where the body does.
 * Cancelling cancels the body.
 */
export function decodeFrames(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const cutter = new FrameCutter();
  const encoder = new TextEncoder();

  let damage: Error | undefined;

  async function nextText(): Promise<string | undefined> {
    const codec = await loadCodec();
    let text = '';
    while (text === '') {
      if (damage !== undefined) throw damage;
      const { done, value } = await reader.read();
      if (done) return undefined;
      try {
        for (const frame of cutter.cut(value)) text += frameText(frame, codec);
      } catch (error) {
        damage = error as Error; // thrown after the events in front of it; only errors are thrown there
      }
    }
    return text;
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const text = await nextText();
          if (text === undefined) controller.close();
          else controller.enqueue(encoder.encode(text));
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
