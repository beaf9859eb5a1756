import { describe, expect, it } from '@jest/globals';
import { problemReply } from '../../lib/testing/problem-reply.ts';

const problem = { status: 429, type: 'rate_limit_error', message: 'Slow down' };

describe('problemReply', () => {
  it("is the API's error", () => {
    expect(problemReply(problem, 'req_1', 'api')).toEqual({
      status: 429,
      headers: { 'x-should-retry': 'false' },
      body: { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down' }, request_id: 'req_1' },
    });
  });

  it('is an error of AWS, which has its name in a header', () => {
    const headers = { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/' };
    expect(problemReply(problem, 'req_1', 'aws')).toEqual({ status: 429, headers, body: { message: 'Slow down' } });
  });

  it('is an error of Google', () => {
    const error = { code: 429, message: 'Slow down', status: 'RESOURCE_EXHAUSTED' };
    expect(problemReply(problem, 'req_1', 'google')).toEqual({ status: 429, body: { error } });
  });

  it('is an error of Azure', () => {
    const error = { code: '429', message: 'Slow down' };
    expect(problemReply(problem, 'req_1', 'azure')).toEqual({ status: 429, body: { error } });
  });
});
