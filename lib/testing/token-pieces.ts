// A word with the space before it, in pieces of up to 8 letters; numbers by 3 digits; punctuation; the rest of the whitespace.
const PIECE = / ?[\p{L}\p{M}][\p{L}\p{M}'’]{0,7}| ?\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]{1,3}|\s+/gu;

/** Cuts a text into pieces about the size of a token; joined, they are the text again. A piece never cuts a code point. */
export function tokenPieces(text: string): string[] {
  return text.match(PIECE) ?? [];
}
