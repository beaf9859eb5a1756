import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import * as library from '../../lib/index.ts';

describe('the error classes', () => {
  const classes = Object.entries(library).filter(([name]) => name.endsWith('Error') && /^[A-Z]/.test(name));

  it.each(classes)('%s has its name on the prototype, and extends AnthropicError', (name, errorClass) => {
    const { prototype } = errorClass as unknown as { prototype: Error };
    expect(prototype.name).toBe(name);
    expect(name === 'AnthropicError' || prototype instanceof library.AnthropicError).toBe(true);
  });

  it('have one file each', () => {
    const files = readdirSync(resolve(import.meta.dirname, '../../lib/errors'));
    // create-api-error and stored-error contain functions.
    expect(files.filter((file) => /(?<!stored)-error\.ts$/.test(file) && !file.startsWith('create-'))).toHaveLength(
      classes.length,
    );
  });

  it('extend the classes of wider errors', () => {
    const { APIConnectionError, APIError, APITimeoutError, IncompleteStreamError, InternalServerError } = library;
    expect(new library.OverloadedError('x')).toBeInstanceOf(InternalServerError);
    expect(new APITimeoutError('x')).toBeInstanceOf(APIConnectionError);
    expect(new APIConnectionError('x')).toBeInstanceOf(APIError);
    expect(new IncompleteStreamError()).toBeInstanceOf(library.StreamError);
    expect(new IncompleteStreamError()).not.toBeInstanceOf(APIError);
  });

  it('keep the cause, and have no property for a missing one', () => {
    const cause = { odd: true };
    expect(new library.APIConnectionError('x', { cause }).cause).toBe(cause);
    expect('cause' in new library.APIConnectionError('x')).toBe(false);
  });
});

describe('the guards', () => {
  it('recognize errors of another copy of the library, unlike instanceof', async () => {
    jest.resetModules();
    const { OverloadedError } = await import('../../lib/errors/overloaded-error.ts');
    const foreign = new OverloadedError('busy', { type: 'overloaded_error' });
    expect(foreign).not.toBeInstanceOf(library.OverloadedError);
    expect([library.isAnthropicError, library.isAPIError, library.isRetryable].map((guard) => guard(foreign))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each([undefined, null, 'x', {}, new Error('x'), Object.assign(new Error('x'), { name: 'APIError' })])(
    'do not accept %p',
    (value) => {
      expect(library.isAnthropicError(value)).toBe(false);
      expect(library.isAPIError(value)).toBe(false);
      expect(library.isRetryable(value)).toBe(false);
    },
  );
});
