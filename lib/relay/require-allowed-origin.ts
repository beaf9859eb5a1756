import { notAllowed } from './rejected-request.ts';

/**
 * Throws a `RejectedRequest` when a page of another site sends the request. Browsers say so themselves (`Sec-Fetch-Site`); older
 * ones, and all of them over plain HTTP, only name the page's `Origin`. Clients that are not browsers send neither.
 */
export function requireAllowedOrigin(request: Request, origins: readonly string[]): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if (site === 'same-origin' || site === 'none') return;
  if (site === null && (origin === null || isOwn(origin, request))) return;
  if (origin !== null && origins.includes(origin)) return;
  throw notAllowed(
    'origin: pages of other sites are not allowed here. Add the origin of the page to origins of the proxy.',
  );
}

/**
 * Compares hosts only: behind a TLS terminator the page's scheme is https while the request's is http. `Host` comes
 * first, because Node does not know the host otherwise. The proxy ignores `X-Forwarded-Host`, which any client can
 * send.
 */
function isOwn(origin: string, { headers, url }: Request): boolean {
  const host = headers.get('host') ?? new URL(url).host;
  try {
    const page = new URL(origin);
    return page.host === new URL(`${page.protocol}//${host}`).host;
  } catch {
    return false;
  }
}
