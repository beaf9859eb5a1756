import { describe, expect, it } from '@jest/globals';
import { createDialect, type DialectName } from '../../lib/testing/create-dialect.ts';

describe('createDialect', () => {
  it.each<[DialectName, string]>([
    ['anthropic', ''],
    ['bedrock', ''],
    ['vertex', ''],
    ['foundry', '/anthropic'],
    ['aws', ''],
    ['google-cloud', '/v1/projects/project/locations/global/workspaces/workspace/invoke'],
  ])('speaks like %s', (name, base) => {
    expect(createDialect(name, undefined).base).toBe(base);
  });

  it('refuses another name', () => {
    expect(() => createDialect('azure' as DialectName, undefined)).toThrow('Unknown dialect: azure.');
  });
});
