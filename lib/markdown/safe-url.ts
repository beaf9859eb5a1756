const schemes = ['http', 'https', 'mailto'];

/**
 * Returns the URL of a link or an image that a model wrote, or `undefined` if a page must not use it. It allows `http`,
 * `https`, `mailto` and URLs without a scheme. It reads the scheme like a browser, which ignores tabs, line breaks and
 * leading spaces, and refuses character references that could hide a scheme. `markdownBlocks` uses it for `html`; call
 * it yourself if you render `tokens`.
 *
 * @example A link of your own
 * ```ts
 * import { safeUrl } from 'anthropic-rxjs/markdown';
 *
 * const link = document.createElement('a');
 * link.href = safeUrl('java\tscript:alert(1)') ?? '#';
 * ```
 */
export function safeUrl(url: string): string | undefined {
  // The URL parser of a browser removes these before it reads the scheme.
  const plain = url.replace(/[\t\n\r]/g, '').replace(/^[\0- ]+/, '');
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(plain)?.[1];
  if (scheme !== undefined) return schemes.includes(scheme.toLowerCase()) ? plain : undefined;
  return /^[^/?#]*[:&\\]/.test(plain) ? undefined : plain;
}
