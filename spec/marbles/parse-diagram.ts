/** The tokens at one column of a line: one or more values, an end, or both. */
export interface Marble {
  /** The column, which is the frame of virtual time, counted from the first column of the diagram. */
  readonly at: number;
  /** As they are written: `T(a)`, `m`, `|`, `#`. */
  readonly tokens: readonly string[];
}

/** A line of a diagram: `source:  --a--b|   b: 'two words'`. */
export interface Line {
  readonly name: string;
  /** The column where it begins; for a source, when it is subscribed. */
  readonly from: number;
  readonly marbles: readonly Marble[];
  /** The marbles as written. */
  readonly text: string;
}

/** A marble diagram of a doc comment: sources, a call, and results. */
export interface Diagram {
  readonly inputs: readonly Line[];
  readonly call: string;
  readonly outputs: readonly Line[];
  /** Values that are too long to stand in a line: `x: 'bc'` after the marbles. */
  readonly legend: ReadonlyMap<string, unknown>;
  /** The same as text, for the picture. */
  readonly notes: readonly string[];
}

const linePattern = /^([a-z]+\d?):( +)(\S.*)$/;

/** Reads a diagram. Throws if it has no call or no lines around it. */
export function parseDiagram(text: string): Diagram {
  const rows = text.split('\n').filter((row) => row.trim() !== '');
  const callAt = rows.findIndex((row) => !linePattern.test(row));
  const first = Math.min(...rows.flatMap((row) => (linePattern.test(row) ? [row.search(/(?<=: +)\S/)] : [])));
  const lines = rows.map((row) => (linePattern.test(row) ? parseLine(row, first) : undefined));
  const inputs = lines.slice(0, callAt).flatMap((line) => line ?? []);
  const outputs = lines.slice(callAt + 1).flatMap((line) => line ?? []);
  if (callAt < 0 || inputs.length === 0 || outputs.length === 0) throw new Error(`Not a marble diagram:\n${text}`);
  const [call, ...callNotes] = rows[callAt]!.trim().split(/ {3,}/);
  const notes = [...inputs, ...outputs].flatMap(({ note }) => note.split(/ {2,}/)).filter((note) => note !== '');
  return { inputs, call: call!, outputs, legend: legendOf(notes), notes: [...callNotes, ...notes] };
}

function parseLine(row: string, first: number): Line & { readonly note: string } {
  const name = row.slice(0, row.indexOf(':'));
  const start = row.search(/(?<=: +)\S/);
  const end = endOfMarbles(row, start);
  const marbles: Marble[] = [];
  for (let column = start; column < end;) {
    if (row[column] === '-') column++;
    else {
      const length = lengthOfToken(row, column);
      marbles.push({ at: column - first, tokens: tokensOf(row.slice(column, column + length)) });
      column += length;
    }
  }
  return { name, from: start - first, marbles, text: row.slice(first, end), note: row.slice(end).trim() };
}

function endOfMarbles(row: string, start: number): number {
  let column = start;
  while (column < row.length && row[column] !== ' ') column += row[column] === '-' ? 1 : lengthOfToken(row, column);
  return column;
}

/** A token ends at a dash, a bar or a space outside brackets; `|` and `#` are separate tokens. */
function lengthOfToken(row: string, start: number): number {
  if (/[|#]/.test(row[start]!)) return 1;
  let depth = 0;
  for (let column = start; column < row.length; column++) {
    const char = row[column]!;
    if (depth === 0 && /[-|# ]/.test(char)) return column - start;
    if (char === '(') depth++;
    if (char === ')') depth--;
  }
  return row.length - start;
}

/** `(a b|)` contains three, all in the frame of the bracket. */
function tokensOf(text: string): string[] {
  if (!text.startsWith('(')) return [text];
  return text.slice(1, -1).match(/[|#]|[^ |#]+/g) ?? [];
}

/** The notes that define a value: a name, a colon and a literal. Others are remarks. */
function legendOf(notes: readonly string[]): Map<string, unknown> {
  const defined = notes.flatMap((note): [string, unknown][] => {
    const [, name, literal] = /^(\S+): (['{[].*)$/.exec(note) ?? [];
    return name && literal ? [[name, evaluate(literal, {})]] : [];
  });
  return new Map(defined);
}

/** The value of an expression of a doc comment, in which `scope` can be named. */
export function evaluate(expression: string, scope: Readonly<Record<string, unknown>>): unknown {
  // The diagrams are this project's own comments, and running what they say is the purpose.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function(...Object.keys(scope), `return (${expression});`) as (...values: unknown[]) => unknown;
  return run(...Object.values(scope));
}
