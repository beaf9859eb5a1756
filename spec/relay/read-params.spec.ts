import { describe, expect, it } from '@jest/globals';
import { readParams } from '../../lib/relay/read-params.ts';

const type = { 'content-type': 'application/json' };
const read = (body: BodyInit | null, headers: Record<string, string> = type, max = 1_000) =>
  readParams(new Request('https://x.example', { method: 'POST', body, headers, duplex: 'half' } as RequestInit), max);

describe('readParams', () => {
  it('reads the object of a body', async () => {
    expect(await read('{"model":"Größe"}')).toEqual({ model: 'Größe' });
    expect(await read('{}', { 'content-type': 'Application/JSON; charset=utf-8' })).toEqual({});
  });

  it('reads the params in headers', async () => {
    const headers = { 'anthropic-beta': 'a, b', 'anthropic-user-profile-id': 'u', 'anthropic-workspace-id': 'w' };
    expect(await read('{"model":"m","betas":["x"]}', { ...type, ...headers, 'x-other': '1' })).toEqual({
      model: 'm',
      betas: ['a', 'b'],
      user_profile_id: 'u',
      workspace_id: 'w',
    });
  });

  it.each<[string, BodyInit | null, Record<string, string>, number, string]>([
    ['a form', '{}', { 'content-type': 'text/plain' }, 415, 'content-type: must be application/json.'],
    ['no JSON', 'x', type, 400, 'body: must be JSON.'],
    ['no body', null, type, 400, 'body: is empty. If middleware reads bodies, add the handler before it.'],
    ['an array', '[]', type, 400, 'body: must be an object, such as { model, max_tokens, messages }.'],
    ['null', 'null', type, 400, 'body: must be an object, such as { model, max_tokens, messages }.'],
    ['text', '"x"', type, 400, 'body: must be an object, such as { model, max_tokens, messages }.'],
  ])('rejects %s', async (_, body, headers, status, message) => {
    await expect(read(body, headers)).rejects.toMatchObject({
      name: 'RejectedRequest',
      status,
      type: 'invalid_request_error',
      message,
    });
  });

  it('names the fix for a body that was read before', async () => {
    const request = new Request('https://x.example', { method: 'POST', body: '{}', headers: type });
    const locked = request.clone();
    locked.body?.getReader();
    await request.text();
    for (const spent of [request, locked]) {
      await expect(readParams(spent, 1_000)).rejects.toMatchObject({
        name: 'InvalidOptionsError',
        message: 'handler: request: has a body that was read before; read request.clone() instead',
      });
    }
  });

  it('accepts a body of the limit, and rejects a longer one', async () => {
    const body = `{"a":"${'x'.repeat(92)}"}`;
    expect(await read(body, type, 100)).toHaveProperty('a');
    expect(await read(body, { ...type, 'content-length': '100' }, 100)).toHaveProperty('a');
    const message = 'body: must not be larger than 99 bytes. Send less, or raise allow.maxBodyBytes of the proxy.';
    await expect(read(body, type, 99)).rejects.toMatchObject({ status: 413, type: 'request_too_large', message });
  });

  it.each([
    ['1,000 keys and values', 10_000, 1_000],
    ['one key or value per 16 bytes of the limit', 32_000, 2_000],
  ])('accepts %s, and rejects one more', async (_, maxBodyBytes, most) => {
    // The object, its key, its list and a number count 4.
    const bodyOf = (values: number) =>
      `{"a":[${Array(values - 3)
        .fill(1)
        .join(',')}]}`;
    expect(await read(bodyOf(most), type, maxBodyBytes)).toHaveProperty('a');
    await expect(read(bodyOf(most + 1), type, maxBodyBytes)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(`must not contain more than ${most} keys and values`),
    });
  });

  it('reads characters that two chunks share', async () => {
    const bytes = new TextEncoder().encode('{"a":"ö"}');
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(bytes.slice(0, 7));
        controller.enqueue(bytes.slice(7));
        controller.close();
      },
    });
    expect(await read(body)).toEqual({ a: 'ö' });
  });

  it('rejects by the content-length without reading, and cancels a body that is too long', async () => {
    const log: string[] = [];
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(100)),
      cancel: () => void log.push('cancelled'),
    });
    await expect(read(endless, type, 1_000)).rejects.toMatchObject({ status: 413 });
    expect(log).toEqual(['cancelled']);
    await expect(read('{}', { ...type, 'content-length': '2000' })).rejects.toMatchObject({ status: 413 });
  });
});
