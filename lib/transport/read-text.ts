import { Observable, type OperatorFunction } from 'rxjs';
import type { AnthropicError } from '../errors/anthropic-error.ts';
import { guardObserver } from '../errors/guard-observer.ts';

/**
 * Emits the chunks of a body as one text, when the body is complete. A body of more than `limit` bytes ends with the
 * error of `tooLarge`; without `tooLarge` it truncates the text.
 */
export function readText(limit: number, tooLarge?: () => AnthropicError): OperatorFunction<Uint8Array, string> {
  return (source) =>
    new Observable((subscriber) => {
      const decoder = new TextDecoder();
      const texts: string[] = [];
      let room = limit;
      const finish = () => {
        subscriber.next(texts.join('')); // joined once: linear in the size of the body
        subscriber.complete();
      };
      source.subscribe(
        guardObserver<Uint8Array>(subscriber, {
          next: (chunk) => {
            if (tooLarge && chunk.length > room) throw tooLarge();
            texts.push(decoder.decode(chunk.subarray(0, room), { stream: true }));
            room -= chunk.length;
            if (!tooLarge && room <= 0) finish();
          },
          complete: () => {
            texts.push(decoder.decode());
            finish();
          },
        }),
      );
    });
}
