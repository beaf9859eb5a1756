import { isRecord } from './is-record.ts';

/** Sets the `cause` of an error, unless it already has one. */
export function attachCause(error: unknown, cause: unknown): void {
  if (cause === undefined || !isRecord(error)) return;
  if (Object.hasOwn(error, 'cause') || !Object.isExtensible(error)) return;
  Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true });
}
