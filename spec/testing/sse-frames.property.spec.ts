import { describe, expect, it } from '@jest/globals';
import { sseFrames } from '../../lib/testing/sse-frames.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('sseFrames', () => {
  it.each([
    ['LF', 'a\n\nb\n\n', ['a\n\n', 'b\n\n']],
    ['CRLF', 'a\r\n\r\nb\r\n\r\n', ['a\r\n\r\n', 'b\r\n\r\n']],
    ['CR', 'a\r\rb\r\r', ['a\r\r', 'b\r\r']],
    ['a rest without a blank line', 'a\n\nb\n', ['a\n\n', 'b\n']],
    ['nothing', '', []],
  ])('cuts after blank lines: %s', (_name, text, frames) => {
    expect(Array.from(sseFrames(encode(text)), (frame) => new TextDecoder().decode(frame))).toEqual(frames);
  });
});
