import { parseJSON } from '../types/parse-json.ts';

/**
 * The certain part of JSON that may be truncated or invalid: numbers, literals and keys count when they have ended,
 * strings when they are closed. An error ends the value. `undefined` before the first value.
 */
export function readCutJson(json: string): unknown {
  let value: unknown;
  let [right, wrong] = [0, json.length + 1];
  // Truncated JSON takes one step. Everything after an error is invalid too, so a search can find the error.
  for (let end = json.length; wrong - right > 1; end = (right + wrong) >> 1) {
    const read = readClosed(json.slice(0, end));
    if (read === undefined) wrong = end;
    else [right, value] = [end, read];
  }
  return value;
}

/** The value of JSON whose open containers are closed after the last certain value; `undefined` for invalid JSON. */
function readClosed(json: string): unknown {
  const closers: string[] = [];
  let certain = 0;
  let inString = false;
  let wordStart: number | undefined;
  let isKey = false;
  for (let at = 0; at < json.length; at++) {
    const char = json.charAt(at);
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') {
        inString = false;
        if (!isKey) certain = at + 1;
      }
    } else if (' \n\r\t",:{}[]'.includes(char)) {
      if (wordStart !== undefined) {
        certain = at;
        if ('":{['.includes(char)) break;
        wordStart = undefined;
      }
      if (char === '"') inString = true;
      else if (char === ':') isKey = false;
      else if (char === '{' || char === '[') closers.push(char === '{' ? '}' : ']');
      else if (char === '}' || char === ']') {
        if (closers.at(-1) !== char) break;
        closers.pop();
      }
      if ('{}[]'.includes(char)) certain = at + 1;
      if ('{[,'.includes(char)) isKey = closers.at(-1) === '}';
    } else wordStart ??= at;
  }
  const close = closers.reverse().join('');
  const start = wordStart ?? json.length;
  const [token = ''] = leadingToken.exec(json.slice(start)) ?? [];
  const end = start + token.length;
  // A literal is certain at its last letter, a number only at the next character.
  const isCertain = end < json.length || /[a-z]$/.test(token);
  const ended = isCertain ? parseJSON(json.slice(0, end) + close) : undefined;
  return ended === undefined ? parseJSON(json.slice(0, certain) + close) : ended;
}

/** The literal or the characters of a number at the start of a word, which an error may follow. */
const leadingToken = /^(?:true|false|null|-*\d*(?:\.\d*)?(?:[eE][+-]?\d*)?)/;
