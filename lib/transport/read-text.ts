import type { OperatorFunction } from 'rxjs';
import type { AnthropicError } from '../errors/anthropic-error.ts';
import { guardedOperator } from '../errors/guarded-operator.ts';

/** A text of two characters takes 30 bytes as an object of its own: so many pieces become one. */
const joined = 1_000;

/**
 * Emits the chunks of a body as one text, when the body is complete. A body of more than `limit` bytes ends with the
 * error of `tooLarge`; without `tooLarge` it truncates the text.
 */
export function readText(limit: number, tooLarge?: () => AnthropicError): OperatorFunction<Uint8Array, string> {
  return guardedOperator((subscriber) => {
    const decoder = new TextDecoder();
    let text = '';
    let texts: string[] = [];
    let room = limit;
    const add = (piece: string) => {
      if (texts.push(piece) < joined) return;
      text += texts.join('');
      texts = [];
    };
    const finish = () => {
      subscriber.next(text + texts.join(''));
      subscriber.complete();
    };
    return {
      next: (chunk) => {
        if (tooLarge && chunk.length > room) throw tooLarge();
        add(decoder.decode(chunk.subarray(0, room), { stream: true }));
        room -= chunk.length;
        if (!tooLarge && room <= 0) finish();
      },
      complete: () => {
        add(decoder.decode());
        finish();
      },
    };
  });
}
