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
    [`<p>${' '.repeat(64 * 1024)}</p><title>Far away</title>`, 'a page that says ""'],
  ])('of %j is %j', (body, brief) => {
    expect(briefOf(body)).toBe(brief);
  });
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
