/** One issue that a schema found. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The result of a validation. */
export type StandardResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/**
 * A schema of any library that implements Standard Schema (standardschema.dev): zod 4, zod/mini, Valibot, ArkType, …
 * `jsonSchema` exists if the library can convert its schemas to JSON Schema.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | PromiseLike<StandardResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly jsonSchema?:
      { readonly input: (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown> } | undefined;
  };
}

/** A plain JSON Schema. The library does not validate values against it, and types them as `unknown`. */
export type JSONSchema = Readonly<Record<string, unknown>>;

/** The description of a value: a schema of a library, or plain JSON Schema. */
export type Schema = StandardSchema | JSONSchema;

/** The input type of a schema: the value that the model writes. */
export type SchemaInput<S> = S extends StandardSchema ? NonNullable<S['~standard']['types']>['input'] : unknown;

/** The output type of a schema, after its defaults and transforms. */
export type SchemaOutput<S> = S extends StandardSchema ? NonNullable<S['~standard']['types']>['output'] : unknown;
