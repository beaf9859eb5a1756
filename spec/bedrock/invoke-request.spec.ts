import { describe, expect, it } from '@jest/globals';
import { invokeRequest } from '../../lib/bedrock/invoke-request.ts';

const headers = { 'anthropic-version': '2023-06-01', 'x-other': 'yes', accept: 'text/event-stream' };
const convert = (params: object, more: Record<string, string> = {}) => {
  const request = { url: 'unused', headers: new Headers({ ...headers, ...more }), body: JSON.stringify(params) };
  const { body, ...converted } = invokeRequest('https://aws.example', request);
  return { ...converted, headers: Object.fromEntries(converted.headers), body: JSON.parse(body) as unknown };
};

describe('invokeRequest', () => {
  it('moves the model to the address and the version to the body', () => {
    expect(convert({ model: 'anthropic.claude-v1:0', max_tokens: 1, messages: [] })).toEqual({
      url: 'https://aws.example/model/anthropic.claude-v1%3A0/invoke',
      headers: { 'x-other': 'yes', accept: 'application/json' },
      body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 1, messages: [] },
      streams: false,
    });
  });

  it('moves stream to the address', () => {
    const { url, body, streams } = convert({ model: 'm', stream: true });
    expect([url, streams]).toEqual(['https://aws.example/model/m/invoke-with-response-stream', true]);
    expect(body).toEqual({ anthropic_version: 'bedrock-2023-05-31' });
  });

  it('moves betas to the body', () => {
    const { body, headers } = convert({ model: 'm' }, { 'anthropic-beta': 'one-2026-01-01, two-2026-01-01' });
    expect(body).toMatchObject({ anthropic_beta: ['one-2026-01-01', 'two-2026-01-01'] });
    expect(headers).not.toHaveProperty('anthropic-beta');
  });

  it('drops empty betas', () => {
    expect(convert({ model: 'm' }, { 'anthropic-beta': ' one,, two,' }).body).toMatchObject({
      anthropic_beta: ['one', 'two'],
    });
    expect(convert({ model: 'm' }, { 'anthropic-beta': '' }).body).not.toHaveProperty('anthropic_beta');
  });

  it('keeps a version of the params, and a newer one of the client', () => {
    expect(convert({ model: 'm', anthropic_version: 'mine' }).body).toMatchObject({ anthropic_version: 'mine' });
    const newer = convert({ model: 'm' }, { 'anthropic-version': '2026-10-21' });
    expect(newer.body).toMatchObject({ anthropic_version: '2026-10-21' });
  });
});
