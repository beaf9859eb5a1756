import { kindOfSecret } from '../errors/check-options.ts';
import type { Issue } from '../types/issue.ts';

/** The value of a header: `null` removes the header, `undefined` changes nothing. */
export type HeaderValue = string | readonly string[] | null | undefined;

/** Headers as a record, pairs or a `Headers` object. */
export type HeadersInput =
  | ConstructorParameters<typeof Headers>[0]
  | Readonly<Record<string, HeaderValue>>
  | readonly (readonly [string, HeaderValue])[];

/** The changes of headers to a request, by lower-case name: a value replaces the header, `null` removes it. */
export type HeaderChanges = ReadonlyMap<string, string | null>;

/** The changes of a headers option, and the issues of headers that cannot be sent. */
export interface ReadHeaders {
  readonly changes: HeaderChanges;
  readonly issues: readonly Issue[];
}

/** Reads the headers option `path`. Issues name headers and never quote a value, which could be a secret. */
export function readHeaders(path: string, input: HeadersInput | undefined): ReadHeaders {
  const changes = new Map<string, string | null>();
  const issues: Issue[] = [];
  let place = 0;
  for (const entry of entriesOf(input ?? [])) {
    const at = `${path}[${place++}]`;
    if (!Array.isArray(entry) || entry.length !== 2) {
      issues.push({ path: at, message: 'must be a pair: [name, value]' });
    } else if (!isName(entry[0])) {
      issues.push({ path: at, message: 'has a name that HTTP does not allow; use ASCII letters, digits and -' });
    } else add(entry[0].toLowerCase(), entry[1]);
  }
  return { changes, issues };

  function add(name: string, given: unknown): void {
    if (given === undefined) return;
    if (given === null) {
      changes.set(name, null);
      return;
    }
    for (const value of Array.isArray(given) ? (given as readonly unknown[]) : [given]) {
      const problem = problemOf(value);
      const before = changes.get(name);
      if (problem !== undefined) issues.push({ path: `${path}.${name}`, message: problem });
      else changes.set(name, before == null ? trimmed(value) : `${before}, ${trimmed(value)}`);
    }
  }
}

function entriesOf(input: object): Iterable<unknown> {
  return Symbol.iterator in input ? (input as Iterable<unknown>) : Object.entries(input); // pairs, Headers and Map iterate
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}

function problemOf(value: unknown): string | undefined {
  const kind = kindOfSecret(value);
  if (typeof value !== 'string') return `is ${kind}; pass a string, null to remove the header, or undefined`;
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(trimmed(value))) return undefined;
  return 'has characters that HTTP cannot carry; remove line breaks, control characters and characters beyond Latin-1';
}

/** The value that `fetch` sends. */
function trimmed(value: unknown): string {
  return String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
}
