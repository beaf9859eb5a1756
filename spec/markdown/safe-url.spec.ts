import { describe, expect, it } from '@jest/globals';
import { safeUrl } from '../../lib/markdown/safe-url.ts';

describe('safeUrl', () => {
  it.each([
    'https://example.com/a?b=c&amp;d#e',
    'HTTP://example.com',
    'mailto:a@b.c?subject=x',
    '/path',
    'page.html',
    '#part',
    '?q=a:b',
    '//example.com/a:b',
    './a:b',
    '',
  ])('allows %j', (url) => {
    expect(safeUrl(url)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    'javascript\r:alert(1)',
    'javascript&colon;alert(1)',
    '&#106;avascript:alert(1)',
    '&#x6A;avascript&#58;alert(1)',
    'java&Tab;script:alert(1)',
    '\u00a0javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:image/svg+xml;base64,PHN2Zz4=',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    'view-source:javascript:alert(1)',
    'tel:123',
    'intent://x',
    'C:\\x',
    '\\\\host\\x',
    'streamdown:incomplete-link',
  ])('refuses %j', (url) => {
    expect(safeUrl(url)).toBe(undefined);
  });

  it('returns the URL that a browser reads', () => {
    expect(safeUrl(' ht\ttps://example.com')).toBe('https://example.com');
  });
});
