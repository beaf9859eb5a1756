import { concatMap, concatWith, defer, EMPTY, from, map, type OperatorFunction } from 'rxjs';
import { JsonElements } from '../accumulate/json-elements.ts';
import { aSchema, aString, checkOptions, required } from '../errors/check-options.ts';
import { OutputValidationError } from '../errors/output-validation-error.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { Schema, SchemaOutput } from '../types/standard-schema.ts';
import { checkSchema } from './check-schema.ts';
import { outputSteps } from './output-steps.ts';

/** Which array to read. */
export interface OutputElementsOptions {
  /** The property of the output that holds it. Default: the output itself, or its first property that is an array. */
  readonly key?: string | undefined;
}

/**
 * Emits the elements of an array in structured output one by one, as each is whole, checked by the schema of one.
 *
 * ```text
 * source:  --S--B--T({"rows":[1)--T(,2)--T(0,3])----T(})--E--D--X|
 * outputElements(schema)
 * result:  -----------------------1------(20 3)------------------|
 * ```
 * Completes with the source. Errors: `OutputValidationError` for an element that is not what the schema asks for, and at
 * the end for what is no JSON or has no such array; `RefusalError`; `IncompleteOutputError`. Elements before stay good.
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
      let begun = false;
      return source.pipe(
        outputSteps(),
        concatMap(({ start, fragment }) => {
          if (start) {
            reader = new JsonElements(key);
            text = '';
            count = 0;
          }
          begun = true;
          text += fragment;
          const elements = reader.feed(fragment);
          return elements.length === 0 ? EMPTY : from(elements).pipe(map((element) => ({ element, index: count++ })));
        }),
        concatMap(({ element, index }) =>
          checkSchema(schema, element).pipe(
            map((checked) => {
              if (!checked.issues) return checked.value;
              const issues = checked.issues.map(({ path, message }) => ({ path: within(index, path), message }));
              throw new OutputValidationError({ issues, text });
            }),
          ),
        ),
        concatWith(
          defer(() => {
            if (!begun || reader.complete) return EMPTY;
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
