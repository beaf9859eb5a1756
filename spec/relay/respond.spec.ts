import { describe, expect, it } from '@jest/globals';
import { EMPTY, NEVER, of, throwError } from 'rxjs';
import { notAllowed } from '../../lib/relay/rejected-request.ts';
import { respond } from '../../lib/relay/respond.ts';

const logger = { error: () => undefined };
const request = new Request('https://x.example');

describe('respond', () => {
  it('resolves with the answer', async () => {
    const response = new Response('ok');
    expect(await respond(request, () => of(response), logger)).toBe(response);
  });

  it.each<[string, () => typeof NEVER]>([
    ['an error', () => throwError(() => notAllowed('No.'))],
    ['an exception', () => { throw notAllowed('No.'); }], // prettier-ignore
  ])('resolves with the response of %s', async (_, answer) => {
    expect((await respond(request, answer, logger)).status).toBe(403);
  });

  it('unsubscribes when the browser leaves, and resolves', async () => {
    const controller = new AbortController();
    const response = respond(new Request(request, { signal: controller.signal }), () => NEVER, logger);
    controller.abort();
    expect((await response).status).toBe(499);
    expect((await respond(request, () => EMPTY, logger)).status).toBe(499);
  });

  it.each<[string, unknown]>([
    ['a context of Hono', { req: { raw: request } }],
    ['a request of node:http', { method: 'POST', url: '/', headers: {}, signal: new AbortController().signal }],
    ['nothing', undefined],
  ])('throws for %s, and says what to pass', (_, value) => {
    const use = () => respond(value as Request, () => NEVER, logger);
    expect(use).toThrow(
      expect.objectContaining({
        name: 'InvalidOptionsError',
        message: expect.stringContaining('toNodeHandler(handler)'),
      }),
    );
  });
});
