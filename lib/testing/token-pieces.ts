// A word with the space before it, in pieces of up to 8 letters; numbers by 3 digits; punctuation; the rest of the
// whitespace.
const PIECE = / ?[\p{L}\p{M}][\p{L}\p{M}'’]{0,7}| ?\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]{1,3}|\s+/gu;

/** Splits a text into pieces of about a token, but never inside a code point; the joined pieces equal the text. */
export function tokenPieces(text: string): string[] {
  return text.match(PIECE) ?? [];
}
