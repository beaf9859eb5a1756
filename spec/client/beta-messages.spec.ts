import { afterEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient } from '../../lib/index.ts';
import { fakeFetch, messageEvents } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';

const fetch = fakeFetch(() => messageEvents('Hi'));
const { messages } = new AnthropicClient({ apiKey: 'k', fetch }).beta;
afterEach(() => void fetch.requests.splice(0));

describe('beta.messages', () => {
  it('sends betas, user profile and workspace as headers and not in the body', async () => {
    const betas = ['context-management-2025-06-27', 'compact-2026-01-12'];
    await lastValueFrom(messages.stream({ ...params, betas, user_profile_id: 'u', workspace_id: 'w' }));
    const { headers, body } = fetch.requests[0]!;
    expect(headers.get('anthropic-beta')).toBe(betas.join(','));
    expect([headers.get('anthropic-user-profile-id'), headers.get('anthropic-workspace-id')]).toEqual(['u', 'w']);
    expect(body).toEqual({ ...params, stream: true });
  });

  it('sends output_format under its new name', async () => {
    const output_format = { type: 'json_schema', schema: { type: 'object' } } as const;
    const output_config = { effort: 'low' } as const;
    await lastValueFrom(messages.stream({ ...params, output_format, output_config }));
    await lastValueFrom(messages.stream({ ...params, output_format: null }));
    expect(fetch.requests.map(({ body }) => body)).toEqual([
      { ...params, stream: true, output_config: { ...output_config, format: output_format } },
      { ...params, stream: true },
    ]);
    const both = { ...params, output_format, output_config: { format: output_format } };
    expect(await lastValueFrom(messages.stream(both)).catch((error: unknown) => error)).toMatchObject({
      name: 'InvalidParamsError',
      issues: [{ path: 'output_format' }],
    });
  });
});
