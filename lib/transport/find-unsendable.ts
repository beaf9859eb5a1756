import type { Issue } from '../types/issue.ts';

/** Deeper values count as too deep; `JSON.stringify` fails a few thousand levels further down. */
const deepest = 1_000;

/** The part of params that cannot be converted to JSON, and its path. Called only after the conversion has failed. */
export function findUnsendable(params: object): Issue {
  const ancestors = new Set<object>();
  const sound = new WeakSet();
  return search(params, '') ?? { path: '', message: 'cannot be converted to JSON; see error.cause' };

  function search(value: unknown, path: string): Issue | undefined {
    if (typeof value === 'bigint')
      return issue(path, 'is a bigint, which JSON cannot represent; pass a number or a string');
    if (typeof value !== 'object' || value === null || sound.has(value)) return undefined;
    if (ancestors.has(value))
      return issue(path, 'refers to an object that contains it; pass plain data without cycles');
    if (ancestors.size >= deepest) return issue(path, `is nested more than ${deepest} levels deep; pass flatter data`);
    ancestors.add(value);
    const found = searchMembers(value, path);
    ancestors.delete(value);
    sound.add(value);
    return found;
  }

  function searchMembers(value: object, path: string): Issue | undefined {
    let names: readonly string[];
    try {
      const { toJSON } = value as { toJSON?: unknown }; // any object may have one
      if (typeof toJSON === 'function') return search(toJSON.call(value, ''), path);
      names = Object.keys(value);
    } catch {
      return issue(path, 'cannot be converted to JSON: its toJSON or its keys throw; pass plain data');
    }
    for (const name of names) {
      const at = Array.isArray(value) ? `${path}[${name}]` : `${path}${path && '.'}${name}`;
      let member: unknown;
      try {
        member = (value as Readonly<Record<string, unknown>>)[name]; // one of its keys
      } catch {
        return issue(at, 'cannot be read: its getter throws; pass plain data');
      }
      const found = search(member, at);
      if (found) return found;
    }
    return undefined;
  }
}

function issue(path: string, message: string): Issue {
  return { path: path.length > 200 ? `${path.slice(0, 200)}…` : path, message };
}
