import { describe, expect, it } from '@jest/globals';
import { briefOf, quoteOf } from '../../lib/errors/brief-of.ts';

describe('briefOf', () => {
  it.each([
    ['', 'no body'],
    [' \n\t', 'no body'],
    [' upstream\n  connect   error ', 'upstream connect error'],
    ['x'.repeat(501), 'x'.repeat(500)],
    ['<html><title>502 Bad\n Gateway</title><h1>nginx</h1>', 'a page titled "502 Bad Gateway"'],
    ['<TITLE lang="en"> Busy </TITLE>', 'a page titled "Busy"'],
    ['<title></title><h1 class="a">Sorry</h1>', 'a page titled "Sorry"'],
    ['<Error><Message>Access Denied</Message></Error>', 'a page titled "Access Denied"'],
    ['<titles>x</titles><p>Go  away</p>', 'a page that says "x Go away"'],
    ['\n<p>Down</p><style>p { color: red }</style><script src="a">b()</script>', 'a page that says "Down"'],
    [`<title>${'x'.repeat(201)}</title>`, `a page titled "${'x'.repeat(200)}"`],
    [`<p>${'x'.repeat(201)}</p>`, `a page that says "${'x'.repeat(200)}"`],
    ['<p>Down</p><script>b()', 'a page that says "Down"'],
    ['<p>Down</p><a href="', 'a page that says "Down"'],
    ['<p>Down</p><title', 'a page that says "Down"'],
    [`<p>${' '.repeat(64 * 1024)}</p><title>Far away</title>`, 'a page that says ""'],
  ])('of %j is %j', (body, brief) => {
    expect(briefOf(body)).toBe(brief);
  });

  it.each(['<', '<h1 ', '<title ', '<message ', '<script', '<script>', '<style>', '<title>', '< \n'])(
    'takes linear time for a body of %j',
    (unit) => {
      const bodyOf = (length: number) => unit.repeat(length / unit.length);
      const timeOf = (body: string) => {
        const started = performance.now();
        briefOf(body);
        return performance.now() - started;
      };
      timeOf(bodyOf(1024)); // compiles the expressions
      // Quadratic time takes seconds.
      expect(timeOf(bodyOf(64 * 1024))).toBeLessThan(250);
    },
  );
});

describe('quoteOf', () => {
  it.each([
    [' {"a":\n 1} ', ' {"a":\n 1} '],
    ['x'.repeat(501), 'x'.repeat(500)],
    [' <title>Busy</title>', 'a page titled "Busy"'],
  ])('of %j is %j', (body, quote) => {
    expect(quoteOf(body)).toBe(quote);
  });
});
