import { describe, expect, it } from '@jest/globals';
import { splitParams } from '../../lib/transport/split-params.ts';
import { deepFreeze } from '../support/deep-freeze.ts';

const split = (params: object, betas?: readonly string[]) => {
  const { body, headers } = splitParams(deepFreeze(params), betas);
  return { body: JSON.parse(body) as unknown, headers: Object.fromEntries(headers) };
};

describe('splitParams', () => {
  it('writes params as JSON', () => {
    expect(split({ a: 1, b: null, c: undefined })).toEqual({ body: { a: 1, b: null }, headers: {} });
  });

  it('replaces halves of surrogate pairs, which text that was split inside an emoji has', () => {
    const odd = { ['k\ud83d']: ['a\ud83d', '\ude00b', '\ud83d\ude00', '\\ud83d', '\\\ud83d'] };
    expect(split(odd).body).toEqual({ 'k\ufffd': ['a\ufffd', '\ufffdb', '\ud83d\ude00', '\\ud83d', '\\\ufffd'] });
  });

  it('sends some params as headers', () => {
    expect(split({ a: 1, betas: ['x', 'y'], user_profile_id: 'u', workspace_id: 'w' })).toEqual({
      body: { a: 1 },
      headers: { 'anthropic-beta': 'x,y', 'anthropic-user-profile-id': 'u', 'anthropic-workspace-id': 'w' },
    });
  });

  it('adds betas after those of the params', () => {
    expect(split({ betas: ['x'] }, ['y']).headers).toEqual({ 'anthropic-beta': 'x,y' });
    expect(split({}, ['y']).headers).toEqual({ 'anthropic-beta': 'y' });
  });

  it('sends no header for empty betas and absent params', () => {
    expect(split({ betas: [] })).toEqual({ body: {}, headers: {} });
    expect(split({ betas: [] }, [])).toEqual({ body: {}, headers: {} });
    expect(split({ user_profile_id: null, workspace_id: undefined })).toEqual({ body: {}, headers: {} });
  });

  it('adds output_format to the fields of output_config', () => {
    const format = { type: 'json_schema' };
    expect(split({ output_format: format }).body).toEqual({ output_config: { format } });
    const output_config = { effort: 'low', format: { type: 'other' } };
    expect(split({ output_format: format, output_config }).body).toEqual({ output_config: { effort: 'low', format } });
    expect(split({ output_format: null, output_config }).body).toEqual({ output_config });
    expect(split({ output_format: undefined }).body).toEqual({});
  });
});
