import { wrongOption } from '../errors/wrong-option.ts';

/** One message of an event stream of AWS. */
export interface FrameMessage {
  readonly headers: Readonly<Record<string, { readonly value: unknown }>>;
  readonly body: Uint8Array;
}

/** Decodes one frame and checks its sums; throws for a damaged frame. */
export interface FrameCodec {
  decode(frame: Uint8Array): FrameMessage;
}

let codec: Promise<FrameCodec> | undefined;

/** Resolves to the codec of the optional package. Rejects with `InvalidOptionsError` where it is not installed. */
export function loadCodec(): Promise<FrameCodec> {
  codec ??= import('@smithy/eventstream-codec').then(
    ({ EventStreamCodec }) =>
      new EventStreamCodec(
        (bytes) => new TextDecoder().decode(bytes as Uint8Array), // decodes the bytes of headers
        (text) => new TextEncoder().encode(text),
      ),
    (cause: unknown) => {
      codec = undefined;
      const fix = 'npm install @smithy/eventstream-codec';
      const message = `'invoke' reads streams with the package @smithy/eventstream-codec, which is not installed: ${fix}`;
      throw wrongOption('bedrock', 'endpoint', message, cause);
    },
  );
  return codec;
}
