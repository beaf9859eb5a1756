import { concat, defer, EMPTY, filter, map, of, type OperatorFunction } from 'rxjs';
import { isHighSurrogate } from '../accumulate/is-high-surrogate.ts';

/** Encodes text as UTF-8. Half of a surrogate pair waits for its other half: gateways split text anywhere. */
export function encodeText(): OperatorFunction<string, Uint8Array<ArrayBuffer>> {
  return (source) =>
    defer(() => {
      const encoder = new TextEncoder();
      let half = '';
      const bytes$ = source.pipe(
        map((text) => {
          const whole = half + text;
          half = isHighSurrogate(whole.charCodeAt(whole.length - 1)) ? whole.slice(-1) : '';
          return encoder.encode(whole.slice(0, whole.length - half.length));
        }),
        // Some servers take an empty chunk for the end of the body.
        filter(({ length }) => length > 0),
      );
      return concat(
        bytes$,
        defer(() => (half === '' ? EMPTY : of(encoder.encode(half)))),
      );
    });
}
