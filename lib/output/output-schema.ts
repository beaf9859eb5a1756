import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import type { JSONSchema } from '../types/standard-schema.ts';
import { isFields } from '../types/is-fields.ts';

/** Keywords that stay, for any type. */
const plain = ['title', 'description'];
const combinators = ['anyOf', 'oneOf', 'allOf'];
const formats = new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid']);

/**
 * Converts a JSON Schema to the form that the API accepts for outputs and strict tools. Rules that the API cannot enforce
 * move to the description, where the model reads them. The argument does not change. `InvalidParamsError` for a schema
 * that cannot be converted.
 */
export function outputSchema(schema: JSONSchema, path = 'schema'): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const kept = new Set(['$schema', '$defs']);
  if (!isFields(schema['additionalProperties'])) kept.add('additionalProperties');
  const keep = (key: string, value: unknown) => {
    kept.add(key);
    result[key] = value;
  };

  if (isFields(schema['$defs'])) result['$defs'] = mapped(schema['$defs'], `${path}.$defs`);
  if (typeof schema['$ref'] === 'string') return { ...result, $ref: schema['$ref'] };
  for (const key of plain) if (key in schema) keep(key, schema[key]);

  const { type } = schema;
  const combinator = combinators.find((key) => Array.isArray(schema[key]));
  if (isLiteral(schema)) {
    kept.add('type');
    if (isLiterals(schema['enum'])) keep('enum', schema['enum']);
    if (isPrimitive(schema['const'])) keep('const', schema['const']);
  } else if (combinator) {
    for (const key of combinators) kept.add(key);
    const parts = schema[combinator] as unknown[]; // checked above: an array
    result[combinator === 'oneOf' ? 'anyOf' : combinator] = parts.map((part, index) =>
      outputSchema(asSchema(part, `${path}.${combinator}[${index}]`), `${path}.${combinator}[${index}]`),
    );
  } else if (type === undefined) {
    throw new InvalidParamsError([{ path, message: 'must have type, enum, const, anyOf or $ref' }]);
  }
  if (type !== undefined && !kept.has('type')) keep('type', type);

  if (result['type'] === 'object') {
    if (isFields(schema['properties'])) keep('properties', mapped(schema['properties'], `${path}.properties`));
    if (Array.isArray(schema['required'])) keep('required', schema['required']);
    result['additionalProperties'] = false;
  } else if (result['type'] === 'array') {
    const items = schema['items'] ?? false; // the `false` of a tuple is a rule, like its prefixItems
    if (items !== false) keep('items', outputSchema(asSchema(items, `${path}.items`), `${path}.items`));
    if (schema['minItems'] === 0 || schema['minItems'] === 1) keep('minItems', schema['minItems']);
  } else if (result['type'] === 'string' && formats.has(String(schema['format']))) keep('format', schema['format']);

  const moved = Object.entries(schema).filter(([key, value]) => !kept.has(key) && value !== undefined);
  if (moved.length > 0) {
    const rules = `{${moved.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(', ')}}`;
    const { description } = schema;
    result['description'] = typeof description === 'string' && description ? `${description}\n\n${rules}` : rules;
  }
  return result;
}

function mapped(schemas: JSONSchema, path: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schemas).map(([key, value]) => [
      key,
      outputSchema(asSchema(value, `${path}.${key}`), `${path}.${key}`),
    ]),
  );
}

function asSchema(value: unknown, path: string): JSONSchema {
  if (isFields(value)) return value;
  throw new InvalidParamsError([{ path, message: 'must be a schema; the API does not accept true or lists' }]);
}

function isPrimitive(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

function isLiterals(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isPrimitive);
}

function isLiteral(schema: JSONSchema): boolean {
  return isLiterals(schema['enum']) || isPrimitive(schema['const']);
}
