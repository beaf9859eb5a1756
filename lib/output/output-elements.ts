import { bufferCount, concatMap, concatWith, defer, EMPTY, from, map, type OperatorFunction } from 'rxjs';
import { JsonElements } from '../accumulate/json-elements.ts';
import { aSchema, aString, checkOptions, required } from '../errors/check-options.ts';
import { OutputValidationError } from '../errors/output-validation-error.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { Schema, SchemaOutput } from '../types/standard-schema.ts';
import { checkSchema } from './check-schema.ts';
import { outputSteps } from './output-steps.ts';

/** Elements per queue of `concatMap`, which removes the first value of a long queue in linear time. */
const waitingAtMost = 1_024;

/** The options of `outputElements`. */
export interface OutputElementsOptions {
  /** The property of the output with the array. Default: the output itself, or its first property that is an array. */
  readonly key?: string | undefined;
}

/**
 * Emits the elements of an array in structured output one by one, each as soon as it is complete, validated by
 * `schema`.
 *
 * ```text
 * source:  --S--B--T({"rows":[1)--T(,2)--T(0,3])----T(})--E--D--X|
 * outputElements(schema)
 * result:  -----------------------1------(20 3)------------------|
 * ```
 * It takes time linear in the output. Completes with the source. Errors: `OutputValidationError` for an element that
 * does not match the schema, or at the end for invalid JSON or a missing array; `RefusalError`;
 * `IncompleteOutputError`. Elements emitted before an error are valid. Throws `InvalidOptionsError` for wrong
 * arguments.
 *
 * @example A table that fills row by row
 * ```ts
 * import { type MessageStreamEvent, outputElements } from 'anthropic-rxjs';
 * import type { Observable } from 'rxjs';
 * import * as z from 'zod/mini';
 *
 * const Row = z.object({ city: z.string(), people: z.number() });
 * const table = (events$: Observable<MessageStreamEvent>) =>
 *   events$.pipe(outputElements(Row, { key: 'rows' })).subscribe(({ city, people }) => console.log(city, people));
 * ```
 */
export function outputElements<S extends Schema>(
  schema: S,
  options: OutputElementsOptions = {},
): OperatorFunction<BetaMessageStreamEvent, SchemaOutput<S>> {
  checkOptions('outputElements', { schema }, { schema: required(aSchema) });
  checkOptions('outputElements', options, { key: aString });
  const { key } = options;
  return (source) =>
    defer(() => {
      let reader = new JsonElements(key);
      let text = '';
      let count = 0;
      let started = false;
      const checked = (element: unknown, index: number) =>
        checkSchema(schema, element).pipe(
          map((result) => {
            if (!result.issues) return result.value;
            const issues = result.issues.map(({ path, message }) => ({ path: within(index, path), message }));
            throw new OutputValidationError({ issues, text });
          }),
        );
      return source.pipe(
        outputSteps(),
        concatMap(({ start, fragment }) => {
          if (start) {
            reader = new JsonElements(key);
            text = '';
            count = 0;
          }
          started = true;
          text += fragment;
          const elements = reader.feed(fragment);
          if (elements.length === 0) return EMPTY;
          return from(elements).pipe(
            bufferCount(waitingAtMost),
            concatMap((some) => from(some).pipe(concatMap((element) => checked(element, count++)))),
          );
        }),
        concatWith(
          defer(() => {
            if (!started || reader.complete) return EMPTY;
            const message = reader.error ?? `is not JSON with an array${key === undefined ? '' : ` in ${key}`}`;
            throw new OutputValidationError({ issues: [{ path: '', message }], text });
          }),
        ),
      );
    });
}

function within(index: number, path: string): string {
  return `[${index}]${path && !path.startsWith('[') ? '.' : ''}${path}`;
}
