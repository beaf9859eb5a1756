/** Whether a UTF-16 code unit is the first half of a code point. */
export function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
