const secretName = /token|secret|key|auth|cookie|password|credential/i;
/** Names that only look like those of secrets. */
const harmlessName = /^(?:anthropic-(?:ratelimit|priority)-.*|idempotency-key)$/i;
const secretValue = /^(?:bearer|basic)\s|sk-ant-/i;
/** Every script of a page may read these anyway. */
const forgeryGuard = /[cx]srf/i;

/** Whether a header may be a secret, by its name or its value. */
export function isSecretHeader(name: string, value: string): boolean {
  return (secretName.test(name) && !harmlessName.test(name)) || secretValue.test(value);
}

/** Whether a header may grant access to a reader; guards against forged requests do not. */
export function isCredentialHeader(name: string, value: string): boolean {
  return isSecretHeader(name, value) && !forgeryGuard.test(name);
}
