import { map, type OperatorFunction } from 'rxjs';

/** A value and the stream it is of. */
export interface Labelled<Label, T> {
  readonly label: Label;
  readonly value: T;
}

/**
 * Emits each value with a label, so that `merge` of several streams keeps who is who.
 *
 * ```text
 * source:  -a--b--|
 * labelled('one')
 * result:  -A--B--|   A: { label: 'one', value: 'a' }  B: { label: 'one', value: 'b' }
 * ```
 * Completes and errors with the source. Unsubscribing leaves it.
 *
 * @example Two models side by side
 * ```ts
 * import { AnthropicClient, labelled, textDeltas, type MessageParam } from 'anthropic-rxjs';
 * import { merge } from 'rxjs';
 *
 * const client = new AnthropicClient();
 * const ask = (model: string, messages: MessageParam[]) =>
 *   client.messages.stream({ model, max_tokens: 1024, messages }).pipe(textDeltas(), labelled(model));
 * const compare = (messages: MessageParam[]) =>
 *   merge(ask('claude-sonnet-5', messages), ask('claude-haiku-4-5', messages));
 * ```
 */
export function labelled<const Label, T>(label: Label): OperatorFunction<T, Labelled<Label, T>> {
  return map((value) => ({ label, value }));
}
