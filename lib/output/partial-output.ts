import { catchError, concat, concatWith, defer, filter, map, of, type OperatorFunction, throwError } from 'rxjs';
import { PartialJson } from '../accumulate/partial-json.ts';
import { aSchema, checkOptions, required } from '../errors/check-options.ts';
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
 * the next value.
 *
 * ```text
 * source:  --S--B--T({"a)--T(":"x)--T(y","b":1)--T(2})--E--D--X------------|
 * partialOutput(schema)
 * result:  --------{}------{a:x}----{a:xy}-------{a:xy,b:12}---------------|
 * ```
 * Reads the text of the reply, or the call of an `outputTool`. Its time is linear in the output: while more than about 60
 * properties or 250 array elements are open, values are emitted less often than fragments arrive. The last value holds
 * the whole output. Completes and errors with the source. `RefusalError` or `IncompleteOutputError` at the end of a
 * reply without a whole output. Text that is not JSON emits nothing more. `InvalidOptionsError` without a schema.
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
  schema: S,
): OperatorFunction<BetaMessageStreamEvent, DeepPartial<SchemaInput<S>>> {
  // Half a value cannot be checked; the schema only gives its type.
  checkOptions('partialOutput', { schema }, { schema: required(aSchema) });
  return (source) =>
    defer(() => {
      let parser = new PartialJson();
      let emitted: unknown;
      const changed = (value: unknown) => {
        if (value === emitted) return undefined;
        emitted = value;
        return value;
      };
      const last$ = defer(() => of(changed(parser.exactValue)));
      return source.pipe(
        outputSteps(),
        map(({ start, fragment }) => {
          if (start) {
            parser = new PartialJson();
            emitted = undefined;
          }
          parser.feed(fragment);
          return changed(parser.value);
        }),
        concatWith(last$),
        catchError((error: unknown) =>
          concat(
            last$,
            throwError(() => error),
          ),
        ),
        filter((value) => value !== undefined),
        map((value) => value as DeepPartial<SchemaInput<S>>), // what the model was asked to write
      );
    });
}
