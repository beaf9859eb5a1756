import { normalize, dirname, join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** Removes links to files outside docs/, such as the demos, which are not part of the site; their text stays. */
export function unlinkOutside(md: MarkdownRenderer): void {
  md.core.ruler.push('unlink-outside', ({ tokens, env }) => {
    const { relativePath } = env as { relativePath: string }; // set by VitePress
    for (const { children } of tokens) {
      let unlinked = false;
      for (const token of children ?? []) {
        if (token.type === 'link_open') unlinked = leadsOutside(relativePath, token.attrGet('href') ?? '');
        if (!unlinked || !/^link_/.test(token.type)) continue;
        if (token.type === 'link_close') unlinked = false;
        token.tag = 'span';
        token.attrs = null;
        token.type = token.type === 'link_open' ? 'unlinked_open' : 'unlinked_close';
      }
    }
  });
}

function leadsOutside(page: string, href: string): boolean {
  if (/^(?:[a-z]+:|#|\/)/i.test(href)) return false;
  const target = normalize(join(dirname(page), href));
  return target.startsWith('..') || target.startsWith('api-report');
}
