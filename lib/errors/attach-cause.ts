/** Makes `cause` the cause of an error that has none yet. */
export function attachCause(error: unknown, cause: unknown): void {
  if (cause === undefined || typeof error !== 'object' || error === null) return;
  if (Object.hasOwn(error, 'cause') || !Object.isExtensible(error)) return;
  Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true });
}
