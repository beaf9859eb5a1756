import { isFields } from '../types/is-fields.ts';
import type { AllowPolicy, FullPolicy } from './allow-policy.ts';
import { invalidRequest, notAllowed, type RejectedRequest } from './rejected-request.ts';

/** Throws a `RejectedRequest` if the value is not allowed at this path. */
export type ValueRule = (path: string, value: unknown, allow: FullPolicy) => void;

export const anything: ValueRule = () => undefined;
export const text = valueOf('a string', (value) => typeof value === 'string');
export const flag = valueOf('true or false', (value) => typeof value === 'boolean');
export const number = valueOf('a number', Number.isFinite);

export function oneOf(...values: readonly string[]): ValueRule {
  return valueOf(`one of ${values.join(', ')}`, (value) => values.includes(value as string)); // compared, never used
}

export function listOf(rule: ValueRule): ValueRule {
  return (path, value, allow) => {
    if (!Array.isArray(value)) throw mustBe(path, 'an array');
    for (const [i, element] of value.entries()) rule(`${path}[${i}]`, element, allow);
  };
}

/** A string that this list of the policy contains. */
export function listed(list: 'betas' | 'blocks' | 'models' | 'tools'): ValueRule {
  return (path, value, allow) => {
    if (typeof value !== 'string') throw mustBe(path, 'a string');
    if (allow[list].includes(value)) return;
    const shown = JSON.stringify(cut(value));
    throw notAllowed(
      `${cut(path)}: ${shown} is not allowed here. Use another, or add it to allow.${list} of the proxy.`,
    );
  };
}

/** A number of tokens up to the maximum of the policy. */
export const tokens: ValueRule = (path, value, allow) => {
  number(path, value, allow);
  if (Number(value) <= allow.maxTokens) return;
  const fix = 'Ask for less, or raise allow.maxTokens of the proxy.';
  throw invalidRequest(`${cut(path)}: at most ${allow.maxTokens} is allowed here. ${fix}`);
};

/** Throws unless the policy allows a param, or a field, of this name. */
export function requireParam(path: string, name: string, { params }: Pick<AllowPolicy, 'params'>): void {
  if (params?.includes(name)) return;
  const fix = `Leave it out, or add ${JSON.stringify(cut(name))} to allow.params of the proxy.`;
  throw notAllowed(`${cut(path)}: is not allowed here. ${fix}`);
}

export function fieldsOf(path: string, value: unknown): Readonly<Record<string, unknown>> {
  if (!isFields(value)) throw mustBe(path, 'an object');
  return value;
}

/** The field of a table, never one of the Object prototype. */
export function ownField<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export function mustBe(path: string, expected: string): RejectedRequest {
  return invalidRequest(`${cut(path)}: must be ${expected}.`);
}

function valueOf(expected: string, allows: (value: unknown) => boolean): ValueRule {
  return (path, value) => {
    if (!allows(value)) throw mustBe(path, expected);
  };
}

/** A browser chooses names and values: a refusal must not grow with them. */
function cut(shown: string): string {
  return shown.length > 150 ? `${shown.slice(0, 150)}…` : shown;
}
