import { describe, expect, it, jest } from '@jest/globals';
import { openResponse } from '../../lib/transport/open-response.ts';
import { settle } from '../support/settle.ts';

describe('openResponse', () => {
  it('has the address of the response without query', () => {
    const response = Object.defineProperty(new Response(), 'url', { value: 'https://api.example/a?key=hidden' });
    expect(openResponse(response)).toMatchObject({ response, url: 'https://api.example/a' });
    expect(openResponse(new Response()).url).toBe('');
  });

  it('cancels the body on close, and ignores a body that a reader owns', async () => {
    const cancel = jest.fn<() => void>();
    openResponse(new Response(new ReadableStream({ cancel }))).close();
    const read = new Response(new ReadableStream({ cancel }));
    read.body!.getReader();
    openResponse(read).close();
    openResponse(new Response(null)).close();
    await settle();
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['an object without a status', { url: '' }],
    ['an object without a url', { status: 200 }],
  ])('refuses %s', (_, value) => {
    expect(() => openResponse(value as Response)).toThrow(/^openResponse: response: .*a Response/);
  });
});
