import { invalidRequest } from './rejected-request.ts';

/** Far more than any schema or conversation needs. */
const maxDepth = 200;

/**
 * Throws a `RejectedRequest` for JSON that is nested deeper than the stack allows or that consists of very many tiny values. It
 * looks at the text, because parsing such a body is the expense. Text that is not JSON may pass.
 */
export function requireSmallJson(json: string, maxValues: number): void {
  let depth = 0;
  let values = 1;
  for (let i = 0; i < json.length; i++) {
    switch (json[i]) {
      case '"':
        i = endOfString(json, i + 1);
        break;
      case '[':
      case '{':
        if (++depth > maxDepth) throw invalidRequest(`body: must not be nested deeper than ${maxDepth} levels.`);
        values++;
        break;
      case ']':
      case '}':
        depth--;
        break;
      case ',':
      case ':':
        values++;
    }
    if (values > maxValues) {
      const fix = 'Send fewer, or raise allow.maxBodyBytes of the proxy.';
      throw invalidRequest(`body: must not contain more than ${maxValues} keys and values. ${fix}`);
    }
  }
}

/** Finds the quote that ends a string. `indexOf` makes long strings cheap. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start); end !== -1; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end;
  }
  return json.length;
}
