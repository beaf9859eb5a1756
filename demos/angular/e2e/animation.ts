import gifenc from 'gifenc';
import { PNG } from 'pngjs';

/** A screenshot, and when it was taken, in ms. */
export interface Frame {
  readonly png: Uint8Array;
  readonly at: number;
}

/** How long the last frame stays before the film begins again, in ms. */
const rest = 3_000;
const colors = 63;

/** A GIF that repeats. Of each frame it stores only the pixels that have changed. */
export function animation(frames: readonly Frame[]): Uint8Array {
  const { GIFEncoder, quantize, applyPalette } = gifenc;
  const images = frames.map(({ png, at }) => ({ at, ...PNG.sync.read(Buffer.from(png)) }));
  const last = images.at(-1);
  if (!last) throw new Error('There are no frames.');
  const palette = [...quantize(last.data, colors), [255, 0, 255] as [number, number, number]];
  const transparentIndex = palette.length - 1;
  const gif = GIFEncoder();
  let before: Uint8Array | undefined;
  for (const [i, { data, width, height, at }] of images.entries()) {
    const pixels = applyPalette(data, palette.slice(0, -1));
    const shown = before;
    const changed = shown ? pixels.map((color, n) => (color === shown[n] ? transparentIndex : color)) : pixels;
    const delay = (images[i + 1]?.at ?? at + rest) - at;
    gif.writeFrame(changed, width, height, {
      ...(i === 0 ? { palette } : { transparent: true, transparentIndex }),
      delay,
      dispose: 1,
    });
    before = pixels;
  }
  gif.finish();
  return gif.bytes();
}
