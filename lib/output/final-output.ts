import { concatMap, defer, map, type Observable, type OperatorFunction, tap } from 'rxjs';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import { OutputValidationError } from '../errors/output-validation-error.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { Schema, SchemaOutput } from '../types/standard-schema.ts';
import { checkSchema } from './check-schema.ts';
import { finalMessage } from '../operators/final-message.ts';
import { outputOf, whole } from './output-steps.ts';

/**
 * Emits structured output as the schema makes it, checked, once, when the source completes; that of the last reply of a
 * stream that holds several.
 *
 * ```text
 * source:  --S--B--T({"a":)--T(1})--E--D--X|
 * finalOutput(schema)
 * result:  --------------------------------({a:1}|)
 * ```
 * Reads the text of the reply, or the call of an `outputTool`. Errors: `OutputValidationError` for what is no JSON or not
 * what the schema asks for; `RefusalError`; `IncompleteOutputError` when `max_tokens` or the context cut it;
 * `IncompleteStreamError`. They leave with `partialMessage`. JSON schema checks nothing, and the value is `unknown`.
 *
 * @example A typed answer
 * ```ts
 * import { AnthropicClient, finalOutput, type MessageCreateParams, outputFormat } from 'anthropic-rxjs';
 * import * as z from 'zod/mini';
 *
 * const Person = z.object({ name: z.string(), age: z.number() });
 * const ask = (client: AnthropicClient, params: MessageCreateParams) =>
 *   client.messages.stream({ ...params, output_config: { format: outputFormat(Person) } }).pipe(finalOutput(Person));
 * ```
 * @see partialOutput
 */
export function finalOutput<S extends Schema>(schema: S): OperatorFunction<BetaMessageStreamEvent, SchemaOutput<S>> {
  return (source) =>
    source.pipe(
      finalMessage(),
      concatMap(whole),
      concatMap((message) =>
        validOutput(schema, outputOf(message)).pipe(
          tap({ error: (error: unknown) => attachPartialMessage(error, message) }),
        ),
      ),
    );
}

function validOutput<S extends Schema>(schema: S, text: string): Observable<SchemaOutput<S>> {
  return defer(() => checkSchema(schema, parsed(text))).pipe(
    map((checked) => {
      if (checked.issues) throw new OutputValidationError({ issues: checked.issues, text });
      return checked.value;
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = text === '' ? 'there is no output' : 'is not valid JSON';
    throw new OutputValidationError({ issues: [{ path: '', message }], text, cause });
  }
}
