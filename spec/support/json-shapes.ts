/** Texts of JSON that are easy to parse in more than linear time, of about `length` characters. */
export const jsonShapes: Readonly<Record<string, (length: number) => string>> = {
  'one long number': (length) => `{"n":${'1'.repeat(length)}}`,
  'one long string': (length) => `{"text":"${'lorem ips '.repeat(length / 10)}"}`,
  'one string of escapes': (length) => `{"text":"${'\\ud83d\\ude00\\n'.repeat(length / 14)}"}`,
  'a flat array': (length) => `[${'1,'.repeat(length / 2)}1]`,
  'many keys': (length) =>
    `{${Array.from({ length: length / 12 }, (_, i) => `"k${String(i).padStart(6, '0')}":1`).join(',')}}`,
  'deep arrays': (length) => '['.repeat(length / 2) + ']'.repeat(length / 2),
  'deep objects': (length) => `${'{"a":'.repeat(length / 6)}1${'}'.repeat(length / 6)}`,
  'rows of small objects': (length) =>
    `[${Array.from({ length: length / 20 }, (_, i) => `{"a":${String(i).padStart(4, '1')},"b":"xx"}`).join(',')}]`,
};
