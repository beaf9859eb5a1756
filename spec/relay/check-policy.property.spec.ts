import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AllowPolicy, safeBlocks, safeParams } from '../../lib/relay/index.ts';
import { resolvePolicy } from '../../lib/relay/allow-policy.ts';
import { checkPolicy } from '../../lib/relay/check-policy.ts';
import { readRecordings } from '../support/read-recordings.ts';
import { everything } from './everything.ts';

type Json = Readonly<Record<string, unknown>>;

const policy = (allow: Partial<AllowPolicy> = {}) =>
  resolvePolicy('spec', {
    models: ['claude-sonnet-5'],
    maxTokens: 2048,
    tools: ['get_weather', 'web_search_20250305', 'advisor_20260301', 'computer_20250124'],
    ...allow,
  });

/** Checks as the proxy does. A refusal is its message; any other error is a crash and passes through. */
function refusalOf(params: unknown, allow = policy()): string | undefined {
  try {
    checkPolicy(params as Json, allow);
    return undefined;
  } catch (error) {
    if ((error as Error).name === 'RejectedRequest') return (error as Error).message;
    throw error;
  }
}

/** Values of these fields are a tool's or a schema's own. */
const free = new Set(['input', 'input_schema', 'schema']);
/** Strings that are not free text: the policy or the API lists them. */
const listed = new Set(['betas', 'effort', 'display', 'media_type', 'model', 'oversized_image', 'role', 'ttl', 'type']);

type Place = readonly (number | string)[];

function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null || free.has(String(place.at(-1)))) return [place];
  return [place, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...place, name]))];
}

function at(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((inner, name) => (inner as Json)[name], value);
}

function replaced(value: unknown, [name, ...rest]: Place, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((one, i) => (String(i) === String(name) ? replaced(one, rest, by) : (one as unknown)));
  return { ...(value as Json), [name]: replaced((value as Json)[name], rest, by) };
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);
const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Whether a value may stand where another one of the valid request stood. */
function fits(place: Place, original: unknown, value: unknown): boolean {
  const name = String(place.at(-1));
  if (free.has(name) || value === null) return true; // null counts as absent, or the client refuses it
  if (typeof value === 'string') {
    if (['content', 'system'].includes(name)) return true;
    return typeof original === 'string' && (!listed.has(name) || value === original || isOpenType(place));
  }
  if (kindOf(original) !== kindOf(value)) return name === 'content' && isEmpty(value) && Array.isArray(value);
  if (Array.isArray(value) && value.every(isEmpty) && isListOfObjects(place)) return true;
  return typeof value !== 'object' || isEmpty(value) || name === 'content' || (isText(original) && isText(value));
}

/** The lists in blocks whose objects have no type that the policy lists; the API requires their fields. */
const isListOfObjects = (place: Place) =>
  place.includes('content') && ['tools', 'tabs', 'state_changes'].includes(String(place.at(-1)));

/** A list of strings is free text where one stands already. */
const isText = (value: unknown) => Array.isArray(value) && value.every((entry) => typeof entry === 'string');

/** `type` and `model` of these only describe what happened. */
const isOpenType = (place: Place) =>
  place.includes('state_changes') || ['caller', 'trigger', 'from', 'to'].includes(String(place.at(-2)));

const places = placesIn(everything);
const anyPlace = fc.constantFrom(...places.filter((place) => place.length > 0));
const anyValue = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('robot', '__proto__', 'constructor', 1e9, -1));

describe('the policy', () => {
  it('admits a request with every block of its default', () => {
    expect(refusalOf(everything)).toBeUndefined();
    const types = new Set(places.filter((place) => place.at(-1) === 'type').map((place) => at(everything, place)));
    expect(safeBlocks.filter((type) => !types.has(type))).toEqual([]);
  });

  it('refuses a random value at every place that is not free text', () => {
    fc.assert(
      fc.property(anyPlace, anyValue, (place, value) => {
        if (refusalOf(replaced(everything, place, value)) !== undefined) return true;
        return fits(place, at(everything, place), value);
      }),
      { numRuns: 2_000 },
    );
  });

  const objects = places.filter(
    (place) => kindOf(at(everything, place)) === 'object' && !free.has(String(place.at(-1))),
  );
  it.each(objects.map((place) => [place.join('.') || 'params', place] as const))(
    'refuses a new field of %s',
    (_, place) => {
      for (const name of ['new_field', '__proto__', 'constructor', 'toString', 'mcp_servers', 'strict']) {
        const changed = replaced(everything, place, withField(at(everything, place), name));
        expect(refusalOf(changed)).toMatch(new RegExp(`${name}: is not allowed here.*allow.params`));
        expect(refusalOf(changed, policy({ params: [...safeParams, name] }))).toBeUndefined();
      }
    },
  );

  it('refuses every cache breakpoint where the policy lists none', () => {
    const params = safeParams.filter((name) => name !== 'cache_control');
    for (const place of objects) {
      const changed = replaced(
        everything,
        place,
        withField(at(everything, place), 'cache_control', { type: 'ephemeral' }),
      );
      expect(refusalOf(changed, policy({ params }))).toMatch(/cache_control: is not allowed here/);
      expect(refusalOf(changed)).toBeUndefined();
      const hour = replaced(changed, [...place, 'cache_control'], { type: 'ephemeral', ttl: 'forever' });
      expect(refusalOf(hour)).toMatch(/cache_control.ttl: must be one of 5m, 1h/);
    }
  });

  it('reads each value a bounded number of times', () => {
    const work = (turns: number) => {
      let reads = 0;
      const counted = (value: object): object =>
        new Proxy(value, {
          get: (target, name) => {
            reads++;
            const inner: unknown = Reflect.get(target, name);
            return typeof inner === 'object' && inner !== null ? counted(inner) : inner;
          },
        });
      const messages = Array.from({ length: turns }, () => everything['messages']).flat();
      expect(refusalOf(counted({ ...everything, messages }))).toBeUndefined();
      return reads;
    };
    const [one, two, eight] = [work(1), work(2), work(8)];
    expect(eight - two).toBe(6 * (two - one));
  });

  const recordings = readRecordings().filter(({ message }) => message);
  it('admits the content of every recorded reply', () => {
    for (const { name, message } of recordings) {
      const messages = [{ role: 'assistant', content: message!.content }];
      expect([name, refusalOf({ model: 'claude-sonnet-5', max_tokens: 9, messages })]).toEqual([name, undefined]);
    }
  });
});

/** A field of its own even where the name is one of the prototype's. */
function withField(value: unknown, name: string, field: unknown = true): unknown {
  const result = { ...(value as Json) };
  Object.defineProperty(result, name, { value: field, enumerable: true, configurable: true, writable: true });
  return result;
}
