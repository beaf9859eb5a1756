import { defer, filter, map, type OperatorFunction } from 'rxjs';
import { PartialJson } from '../accumulate/partial-json.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { Schema, SchemaInput } from '../types/standard-schema.ts';
import { outputSteps } from './output-steps.ts';

/**
 * A value that is still being written: any property may be missing yet, and any text may be cut, so that literals are
 * just text.
 */
export type DeepPartial<T> = T extends string
  ? string
  : T extends number | boolean | bigint | null | undefined
    ? T
    : T extends readonly unknown[]
      ? DeepPartial<T[number]>[]
      : T extends object
        ? { [K in keyof T]?: DeepPartial<T[K]> }
        : T;

/**
 * Emits structured output as it grows, typed by its schema but not checked against it: strings grow, everything else is
 * there when it is certain. A value never changes once emitted, and parts that did not change are the same objects in
 * the next. Takes time linear in the length of the output.
 *
 * ```text
 * source:  --S--B--T({"a)--T(":"x)--T(y","b":1)--T(2})--E--D--X------------|
 * partialOutput(schema)
 * result:  --------{}------{a:x}----{a:xy}-------{a:xy,b:12}---------------|
 * ```
 * Reads the text of the reply, or the call of an `outputTool`. Completes with the source. `RefusalError` and
 * `IncompleteOutputError` at the end of a reply that has no whole output. What is no JSON gives no more values.
 *
 * @example A form that fills
 * ```ts
 * import { type MessageStreamEvent, partialOutput } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 * import * as z from 'zod/mini';
 *
 * const Person = z.object({ name: z.string(), age: z.number() });
 * const form = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(partialOutput(Person)).subscribe(({ name = '…' }) => console.log(name));
 * ```
 * @see finalOutput
 */
export function partialOutput<S extends Schema>(
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- half a value cannot be checked; the schema gives its type
  _schema: S,
): OperatorFunction<BetaMessageStreamEvent, DeepPartial<SchemaInput<S>>> {
  return (source) =>
    defer(() => {
      let parser = new PartialJson();
      return source.pipe(
        outputSteps(),
        map(({ start, fragment }) => {
          if (start) parser = new PartialJson();
          const before = parser.value;
          parser.feed(fragment);
          return parser.value === before ? undefined : parser.value;
        }),
        filter((value) => value !== undefined),
        map((value) => value as DeepPartial<SchemaInput<S>>), // what the model was asked to write
      );
    });
}
