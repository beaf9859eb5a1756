declare module 'gifenc' {
  type Color = [number, number, number];
  interface FrameOptions {
    readonly palette?: readonly Color[];
    readonly delay?: number;
    readonly dispose?: number;
    readonly transparent?: boolean;
    readonly transparentIndex?: number;
  }
  interface Encoder {
    writeFrame(pixels: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array;
  }
  const gifenc: {
    GIFEncoder(): Encoder;
    quantize(pixels: Uint8Array, colors: number): Color[];
    applyPalette(pixels: Uint8Array, palette: readonly Color[]): Uint8Array;
  };
  export default gifenc;
}
