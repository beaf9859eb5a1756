import { defer, isObservable, type Observable, type OperatorFunction } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import * as library from '../../lib/index.ts';
import { tokenOf, valuesOf } from './marble-values.ts';
import { type Diagram, evaluate, type Line } from './parse-diagram.ts';

/** The definitions that a diagram lacks. */
export interface MarbleCase {
  /** Values of the sources that no letter stands for. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Names that the call mentions, created for each run. */
  readonly scope?: () => Record<string, unknown>;
  /** The token of a result; that of `tokenOf` if it returns nothing. */
  readonly show?: () => (value: never) => string | undefined;
  /** The results by the names of the lines, if the call is not one operator on one source. */
  readonly outputs?: (
    value: never,
    sources: Record<string, Observable<unknown>>,
    scope: never,
  ) => Record<string, Observable<unknown>>;
}

/** One line as it was in the run. */
export interface RunLine {
  readonly name: string;
  /** When a source was subscribed; 0 for a result. */
  readonly from: number;
  /** When the operator unsubscribed from a source before its end. */
  readonly left: number | undefined;
  readonly marbles: readonly { readonly at: number; readonly tokens: readonly string[] }[];
}

export interface DiagramRun {
  readonly inputs: readonly RunLine[];
  readonly outputs: readonly RunLine[];
}

/** Runs the call of a diagram on its sources in virtual time, a frame for each column. */
export function runDiagram(diagram: Diagram, { values = {}, scope, show, outputs }: MarbleCase = {}): DiagramRun {
  const legend = new Map([...diagram.legend, ...Object.entries(values)]);
  const scheduler = new TestScheduler(() => undefined);
  return scheduler.run(({ cold, flush }) => {
    const colds = diagram.inputs.map((line) => ({ line, observable: toCold(line, legend, cold) }));
    const sources: Record<string, Observable<unknown>> = {};
    for (const { line } of colds) {
      const subscriptions = colds.filter((one) => one.line.name === line.name).map(({ observable }) => observable);
      // A line of the same name is the source of the next subscription.
      sources[line.name] = defer(() => subscriptions.shift() ?? subscriptionsMissing(line.name));
    }
    const extra = scope?.() ?? {};
    const value = evaluate(diagram.call, { ...library, ...sources, ...extra });
    const streams = outputs
      ? outputs(value as never, sources, extra as never) // a case knows the types of its own diagram
      : { [diagram.outputs[0]!.name]: isObservable(value) ? value : onFirst(sources, value) };
    const write = show?.() as ((value: unknown) => string | undefined) | undefined;
    const tokens = new Map([...diagram.legend].map(([token, defined]) => [JSON.stringify(defined), token]));
    const recorded = Object.entries(streams).map(([name, stream]) => {
      const line = { name, from: 0, left: undefined, marbles: [] as { at: number; tokens: string[] }[] };
      const add = (token: string) => {
        const last = line.marbles.at(-1);
        if (last?.at === scheduler.frame) last.tokens.push(token);
        else line.marbles.push({ at: scheduler.frame, tokens: [token] });
      };
      stream.subscribe({
        next: (value) => add(write?.(value) ?? tokens.get(JSON.stringify(value)) ?? tokenOf(value)),
        error: () => add('#'),
        complete: () => add('|'),
      });
      return line;
    });
    flush();
    const inputs = colds.map(({ line, observable: { subscriptions } }) => {
      const { subscribedFrame = Infinity, unsubscribedFrame = Infinity } = subscriptions[0] ?? {};
      const end = line.marbles.at(-1)?.at ?? Infinity;
      const left = unsubscribedFrame < end - line.from + subscribedFrame ? unsubscribedFrame : undefined;
      return { name: line.name, from: subscribedFrame, left, marbles: line.marbles };
    });
    return { inputs, outputs: recorded };
  });
}

function onFirst(sources: Record<string, Observable<unknown>>, operator: unknown): Observable<unknown> {
  const [first] = Object.values(sources);
  return first!.pipe(operator as OperatorFunction<unknown, unknown>); // the result of a call that is not an Observable
}

function subscriptionsMissing(name: string): never {
  throw new Error(`${name} is subscribed once more than the diagram has lines for.`);
}

/** The line in the syntax of the TestScheduler, in which a value is one character. */
function toCold(
  line: Line,
  legend: ReadonlyMap<string, unknown>,
  cold: (marbles: string, values: Record<string, unknown>, error: unknown) => Cold,
): Cold {
  const tokens = line.marbles.flatMap((marble) => marble.tokens);
  const values = valuesOf(tokens, legend);
  const letters = new Map<string, unknown>();
  let frame = line.from;
  let marbles = '';
  let next = 0;
  for (const { at, tokens } of line.marbles) {
    const chars = tokens.map((token) => {
      const value = values[next++];
      if (token === '|' || token === '#') return token;
      const letter = String.fromCharCode('A'.charCodeAt(0) + letters.size);
      letters.set(letter, value);
      return letter;
    });
    const group = chars.length > 1 ? `(${chars.join('')})` : chars.join('');
    marbles += ` ${at - frame}ms ${group}`;
    frame = at + group.length;
  }
  // Errors of a diagram are those of broken connections.
  return cold(marbles, Object.fromEntries(letters), new library.IncompleteStreamError());
}

interface Cold extends Observable<unknown> {
  readonly subscriptions: readonly { readonly subscribedFrame: number; readonly unsubscribedFrame: number }[];
}

/** The marbles as a line of text from column 0. Throws if a token has no room before the next. */
export function formatLine({ name, marbles, from }: RunLine): string {
  let text = ' '.repeat(from);
  for (const { at, tokens } of marbles) {
    if (text.length > at) throw new Error(`${name}: give the marbles more room before column ${at}: ${text}`);
    const ends = tokens.filter((token) => token === '|' || token === '#').join('');
    const values = tokens.filter((token) => token !== '|' && token !== '#').join(' ');
    text = text.padEnd(at, '-') + (tokens.length > 1 ? `(${values}${ends})` : values + ends);
  }
  return text;
}
