import { catchError, concat, concatWith, defer, filter, map, of, type OperatorFunction, throwError } from 'rxjs';
import { PartialJson } from '../accumulate/partial-json.ts';
import { aSchema, checkOptions, required } from '../errors/check-options.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { Schema, SchemaInput } from '../types/standard-schema.ts';
import { outputSteps } from './output-steps.ts';

/**
 * A value that is still streaming: any property may be missing, and any text may be incomplete, so literals become
 * `string`.
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
 * Emits structured output as it grows, typed by its schema but not validated. Strings grow; other values appear when
 * they are complete. An emitted value never changes, and unchanged parts are the same objects in the next value.
 *
 * ```text
 * source:  --S--B--T({"a)--T(":"x)--T(y","b":1)--T(2})--E--D--X------------|
 * partialOutput(schema)
 * result:  --------{}------{a:x}----{a:xy}-------{a:xy,b:12}---------------|
 * ```
 * It reads the text of the reply, or the call of an `outputTool`. While more than about 60 properties or 250 array
 * elements are open, it emits less often than fragments arrive, so that it takes linear time. The last value is the
 * complete output. Completes and errors with the source. At the end of a reply without a complete output, it errors
 * with `RefusalError` or `IncompleteOutputError`. After invalid JSON it emits no further values. Throws
 * `InvalidOptionsError` without a schema.
 *
 * @example A form that fills while the reply streams
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
  // A partial value cannot be validated; the schema only sets its type.
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
        map((value) => value as DeepPartial<SchemaInput<S>>), // the type that the request describes
      );
    });
}
