import { concatMap, defer, map, type Observable, type OperatorFunction, tap } from 'rxjs';
import { attachPartialMessage } from '../errors/attach-partial-message.ts';
import { aSchema, checkOptions, required } from '../errors/check-options.ts';
import { OutputValidationError } from '../errors/output-validation-error.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { Schema, SchemaOutput } from '../types/standard-schema.ts';
import { checkSchema } from './check-schema.ts';
import { finalMessage } from '../operators/final-message.ts';
import { outputOf, requireOutput } from './output-steps.ts';

/**
 * Emits structured output once, validated and transformed by the schema, when the source completes. If the stream has
 * several replies, it emits the output of the last one.
 *
 * ```text
 * source:  --S--B--T({"a":)--T(1})--E--D--X|
 * finalOutput(schema)
 * result:  --------------------------------({a:1}|)
 * ```
 * It reads the text of the reply, or the call of an `outputTool`. Errors: `OutputValidationError` for invalid JSON or a
 * schema mismatch; `RefusalError`; `IncompleteOutputError` if `max_tokens` or the context window truncated the output;
 * `IncompleteStreamError`. All of them carry `partialMessage`. It does not validate against plain JSON Schema, and
 * types the value as `unknown`. Throws `InvalidOptionsError` without a schema.
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
  checkOptions('finalOutput', { schema }, { schema: required(aSchema) });
  return (source) =>
    source.pipe(
      finalMessage(),
      concatMap(requireOutput),
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
    const message = text === '' ? 'the reply lacks an output' : 'is not valid JSON';
    throw new OutputValidationError({ issues: [{ path: '', message }], text, cause });
  }
}
