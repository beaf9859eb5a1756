/** One thing a schema found wrong. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a schema made of a value. */
export type StandardResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/**
 * A schema of any library that speaks Standard Schema (standardschema.dev): zod 4, zod/mini, Valibot, ArkType, …
 * `jsonSchema` is there where the library can tell its schemas as JSON schema.
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

/** A JSON schema as it is sent. Values are not checked against it here, and are `unknown` to TypeScript. */
export type JSONSchema = Readonly<Record<string, unknown>>;

/** What describes a value: a schema of a library, or JSON schema. */
export type Schema = StandardSchema | JSONSchema;

/** What a schema takes: for the model, what it has to write. */
export type SchemaInput<S> = S extends StandardSchema ? NonNullable<S['~standard']['types']>['input'] : unknown;

/** What a schema gives, after its defaults and transforms. */
export type SchemaOutput<S> = S extends StandardSchema ? NonNullable<S['~standard']['types']>['output'] : unknown;
