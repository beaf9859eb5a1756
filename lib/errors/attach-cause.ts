/** Sets the `cause` of an error, unless it already has one. */
export function attachCause(error: unknown, cause: unknown): void {
  if (cause === undefined || typeof error !== 'object' || error === null) return;
  if (Object.hasOwn(error, 'cause') || !Object.isExtensible(error)) return;
  Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true });
}
