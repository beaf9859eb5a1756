import type { IncomingCall } from './dialect.ts';

/** The credentials whose signatures a server accepts. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/**
 * Why a server of AWS refuses the signature (SigV4) of a request for one of `services`; `undefined` if it accepts it. Without
 * credentials it accepts every signature of the right form.
 */
export function signatureProblem(
  { method, url, headers, text = '' }: IncomingCall,
  services: readonly string[],
  credentials: SigningCredentials | undefined,
): string | undefined {
  const [, key, date = '', region = '', service = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.get('authorization') ?? '',
    ) ?? [];
  const time = headers.get('x-amz-date') ?? '';
  if (date === '' || !new RegExp(`^${date}T\\d{6}Z$`).test(time)) return 'Missing Authentication Token';
  const signed = names.split(';');
  if (!services.includes(service)) return `Credential should be scoped to correct service: '${services[0]}'.`;
  const unsigned = ['host', ...[...headers.keys()].filter((name) => name.startsWith('x-amz-'))].find(
    (name) => !signed.includes(name),
  );
  if (unsigned !== undefined) return `'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`;
  if (credentials === undefined) return undefined;
  if (key !== credentials.accessKeyId) return 'The security token included in the request is invalid.';
  if ((headers.get('x-amz-security-token') ?? undefined) !== credentials.sessionToken) {
    return 'The security token included in the request is invalid.';
  }
  const { createHash, createHmac } = process.getBuiltinModule('node:crypto');
  const hash = (value: string) => createHash('sha256').update(value).digest('hex');
  const hmac = (secret: string | Uint8Array, value: string) => createHmac('sha256', secret).update(value).digest();
  const [path = '', query = ''] = url.split('?', 2);
  const canonical = [
    method,
    path.split('/').map(encoded).join('/'),
    query.split('&').sort().join('&'),
    ...signed.map((name) => `${name}:${(headers.get(name) ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    names,
    hash(text),
  ].join('\n');
  const scope = [date, region, service, 'aws4_request'];
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(canonical)].join('\n');
  const secret = scope.reduce<string | Uint8Array>(hmac, `AWS4${credentials.secretAccessKey}`);
  const expected = hmac(secret, toSign).toString('hex');
  if (signature === expected) return undefined;
  return 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key.';
}

/** Percent-encodes one segment of a path, which is already encoded once, like SigV4 wants it. */
function encoded(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
