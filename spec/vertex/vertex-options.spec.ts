import { describe, expect, it } from '@jest/globals';
import { checkVertexOptions } from '../../lib/vertex/vertex-options.ts';

const good = { region: 'global', project: 'my-project', authToken: 'token' };
const check = (options: object) => checkVertexOptions({ ...good, ...options });

describe('checkVertexOptions', () => {
  it.each([{}, { authToken: () => null }, { project: 'example.com:my-project' }])('accepts %j', (options) => {
    expect(() => check(options)).not.toThrow();
  });

  it.each([
    [{ project: undefined }, 'project: is missing; pass the id of a project'],
    [{ project: 'a/b' }, 'project: is a string; pass the id of a project'],
    [{ project: '..' }, 'project: is a string; pass the id of a project'],
    [{ region: undefined }, 'region: is missing; pass the name of a region'],
    [{ authToken: undefined }, 'authToken: is missing; pass a token or a function that returns one'],
    [{ projectId: 'x' }, 'projectId: is not an option; did you mean project?'],
  ])('refuses %j', (options, message) => {
    expect(() => check(options)).toThrow(`vertex: ${message}`);
  });
});
