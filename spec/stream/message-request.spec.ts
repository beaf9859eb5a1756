import { describe, expect, it } from '@jest/globals';
import {
  countTokensRequest,
  createRequest,
  type MessageRequest,
  prepareParams,
} from '../../lib/stream/message-request.ts';
import type { TransportOptions } from '../../lib/transport/transport-options.ts';
import { emptyMessage } from '../support/events.ts';
import { params } from '../support/params.ts';

const warnings: string[] = [];
const options = { warnOnce: (message: string) => void warnings.push(message) } as TransportOptions; // all that is read here
const failureOf = (request: MessageRequest) => {
  try {
    return prepareParams(request);
  } catch (error) {
    return error;
  }
};
const { max_tokens: _, ...counted } = params;

describe('createRequest', () => {
  it('reads a message, completed, and nothing else', () => {
    const { path, read } = createRequest(params, options);
    expect(path).toBe('/v1/messages');
    expect(read(emptyMessage)).toEqual(emptyMessage);
    expect(read({ type: 'message', usage: null })).toMatchObject({ content: [] });
    expect(read({ content: [] })).toMatchObject({ content: [] });
    const others = [{}, { content: 'x' }, { type: 'error', content: [] }, { type: undefined, content: [] }];
    expect(others.map(read)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('countTokensRequest', () => {
  it('reads a count, and nothing else', () => {
    const { path, read } = countTokensRequest(counted, options);
    expect(path).toBe('/v1/messages/count_tokens');
    const count = { input_tokens: 5, novel: 1 };
    expect([count, {}, { input_tokens: '5' }].map(read)).toEqual([count, undefined, undefined]);
  });

  it('needs no max_tokens, and adds its betas after those of the params', () => {
    const request = countTokensRequest({ ...counted, betas: ['mine'] }, options, ['count-1']);
    const { body, headers } = prepareParams(request);
    expect([body, headers.get('anthropic-beta')]).toEqual([JSON.stringify(counted), 'mine,count-1']);
  });
});

describe('prepareParams', () => {
  it('splits the params with the added ones', () => {
    expect(prepareParams(createRequest(params, options), { stream: true }).body).toBe(
      JSON.stringify({ ...params, stream: true }),
    );
  });

  it('reports the problems of the check', () => {
    expect(failureOf(createRequest({ ...params, model: 5 }, options))).toMatchObject({
      name: 'InvalidParamsError',
      issues: [{ path: 'model' }],
    });
    const wrong = createRequest({ ...params, messages: Array.from({ length: 13 }, () => 'x') }, options);
    expect((failureOf(wrong) as Error).message).toMatch(/ 3 more/);
  });

  it('names a param that cannot be read, with the cause', () => {
    const cause = new Error('No.');
    const unreadable = {
      ...params,
      get system(): string {
        throw cause;
      },
    };
    const request = { ...createRequest(unreadable, options), check: () => undefined };
    expect(failureOf(request)).toMatchObject({ name: 'InvalidParamsError', issues: [{ path: 'system' }], cause });
  });

  it('warns of deprecated features of valid params', () => {
    prepareParams(createRequest({ ...params, model: 'claude-opus-4-5' }, options));
    failureOf(createRequest({ ...params, model: 'claude-opus-4-5', max_tokens: -1 }, options));
    expect(warnings).toEqual([expect.stringMatching(/^Model claude-opus-4-5 is deprecated/)]);
  });
});
