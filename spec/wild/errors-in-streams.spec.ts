import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { finalText, isRetryable } from '../../lib/index.ts';
import { clientOf, entries, frames } from './entries.ts';
import { params } from '../support/params.ts';

/** A frame of an error, the expected class, whether it is retried, and the words of the gateway. */
const errors: readonly (readonly [frame: string, name: string, retried: boolean, words: string])[] = [
  [
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Busy"}}',
    'OverloadedError',
    true,
    'Busy',
  ],
  ['data: {"type":"error","error":{"type":"api_error","message":"Broken"}}', 'InternalServerError', true, 'Broken'],
  [
    'data: {"error":{"type":"overloaded_error","message":"Upstream is busy"}}',
    'OverloadedError',
    true,
    'Upstream is busy',
  ],
  ['data: {"error":{"message":"Slow down","code":429}}', 'RateLimitError', true, 'Slow down'],
  ['data: {"error":{"message":"Slow down","code":"rate_limit_exceeded"}}', 'RateLimitError', true, 'Slow down'],
  ['data: {"error":{"message":"No","status":"RESOURCE_EXHAUSTED","code":429}}', 'RateLimitError', true, 'No'],
  ['data: {"error":"the team is out of budget"}', 'APIError', false, 'the team is out of budget'],
  ['data: {"error":{}}', 'APIError', false, '{"error":{}}'],
  ['data: {"message":"quota of team blue","code":"1302"}', 'APIError', false, 'quota of team blue'],
  ['data: {"message":"no such model","code":404}', 'NotFoundError', false, 'no such model'],
  ['data: {"message":"gone for now","status":503}', 'OverloadedError', true, 'gone for now'],
  ['data: {"__type":"com.amazon#ThrottlingException","message":"Too many"}', 'RateLimitError', true, 'Too many'],
  ['event: throttlingException\ndata: {"message":"Too many requests"}', 'RateLimitError', true, 'Too many requests'],
  ['event: serviceUnavailableException\ndata: {"message":"Later"}', 'OverloadedError', true, 'Later'],
  ['event: modelStreamErrorException\ndata: {"message":"Cut"}', 'InternalServerError', true, 'Cut'],
  ['event: modelTimeoutException\ndata: {"message":"Slow"}', 'GatewayTimeoutError', true, 'Slow'],
  ['event: internalServerException\ndata: {"message":"Oops"}', 'InternalServerError', true, 'Oops'],
  ['event: validationException\ndata: {"message":"Bad"}', 'BadRequestError', false, 'Bad'],
  ['data: {"type":"throttlingException","message":"Too many"}', 'RateLimitError', true, 'Too many'],
  ['data: {"type":"overloaded_error","message":"Busy"}', 'OverloadedError', true, 'Busy'],
  ['event: error\ndata: upstream connect error', 'APIError', false, 'upstream connect error'],
  [
    'event: error\ndata: <html><title>502 Bad Gateway</title></html>',
    'APIError',
    false,
    'a page titled "502 Bad Gateway"',
  ],
  ['event: error\ndata: {"detail":"No budget left"}', 'APIError', false, 'error event: No budget left'],
  ['event: error\ndata: {"Message":"Not authorized"}', 'APIError', false, 'error event: Not authorized'],
  [
    'data: {"error":{"error":{"type":"overloaded_error","message":"Busy inside"}}}',
    'OverloadedError',
    true,
    'overloaded_error: Busy inside',
  ],
  [
    'event: error\ndata: {"type":"error","error":{"error":{"error":{"code":429,"message":"Deep"}}}}',
    'RateLimitError',
    true,
    'rate_limit_error: Deep',
  ],
  ['data: {"errors":[{"message":"Slow down","code":429}]}', 'RateLimitError', true, 'rate_limit_error: Slow down'],
  ['data: {"errors":["the quota is used up"]}', 'APIError', false, 'error event: the quota is used up'],
];

describe.each(Object.entries(entries))('an error inside a stream, through %s,', (_, entry) => {
  it.each(errors)('%s: %s', async (frame, name, retried, words) => {
    const body = `${frames.slice(0, 3).join('')}${frame}\n\n`;
    const error: unknown = await lastValueFrom(entry(body).pipe(finalText())).catch((error: unknown) => error);
    expect(error).toMatchObject({ name, partialMessage: { content: [{ type: 'text', text: 'Hello' }] } });
    expect((error as Error).message).toContain(words);
    expect(isRetryable(error)).toBe(retried);
  });
});

/** A frame that is not surely an error: it only counts when the stream ends after it. */
const lastFrames: readonly (readonly [frame: string, message: string])[] = [
  ['data: {"detail":"Bad gateway upstream"}', 'The last frame that is not an event says: Bad gateway upstream'],
  [
    'data: {"message":"Endpoint request timed out"}',
    'The last frame that is not an event says: Endpoint request timed out',
  ],
  ['event: status\ndata: {"msg":"draining"}', 'The last frame that is not an event says: draining'],
];

describe.each(Object.entries(entries))('a stream that breaks off, through %s,', (_, entry) => {
  it.each(lastFrames)('after %s reports it', async (frame, words) => {
    const body = `${frames.slice(0, 3).join('')}${frame}\n\n`;
    const message = `The stream ended before message_stop. ${words}`;
    await expect(lastValueFrom(entry(body).pipe(finalText()))).rejects.toMatchObject({
      name: 'IncompleteStreamError',
      message,
      partialMessage: { content: [{ type: 'text', text: 'Hello' }] },
    });
  });

  it.each(lastFrames)('does not, if the reply continues after %s', async (frame) => {
    const body = [...frames.slice(0, 3), `${frame}\n\n`, ...frames.slice(3)].join('');
    await expect(lastValueFrom(entry(body).pipe(finalText()))).resolves.toBe('Hello there');
  });

  it('reports the frames of another API', async () => {
    const body = 'data: {"object":"chat.completion.chunk","choices":[]}\n\ndata: [DONE]\n\n';
    await expect(lastValueFrom(entry(body).pipe(finalText()))).rejects.toMatchObject({
      name: 'IncompleteStreamError',
      message:
        'The stream contains no event of the Messages API, but frames such as ' +
        '{"object":"chat.completion.chunk","choices":[]}. Check baseURL.',
    });
  });
});

/** A body of status 200 that is labelled as a stream but is not one. */
const bodies: readonly (readonly [body: string, name: string, words: string])[] = [
  ['{"type":"error","error":{"type":"overloaded_error","message":"Busy"}}', 'OverloadedError', 'Busy'],
  ['{"error":{"message":"The budget is used up","code":"insufficient_quota"}}', 'PaymentRequiredError', 'budget'],
  ['\n  {"error": "nothing left"}', 'APIError', 'nothing left'],
  ['{"id":"msg_1","type":"message","content":[]}', 'NotAnEventStreamError', '"id":"msg_1"'],
  ['[{"error":{"status":"UNAVAILABLE","message":"Later"}}]', 'OverloadedError', 'Later'],
  [
    '<!doctype html><html><head><title>Gateway Time-out</title></head></html>',
    'NotAnEventStreamError',
    'Gateway Time-out',
  ],
  ['upstream connect error or disconnect', 'NotAnEventStreamError', 'upstream connect error'],
];

describe('a body that is wrongly labelled as a stream', () => {
  it.each(bodies)('%s is a %s', async (body, name, words) => {
    const answer$ = clientOf(body).messages.stream(params).pipe(finalText());
    const error: unknown = await lastValueFrom(answer$).catch((error: unknown) => error);
    expect(error).toMatchObject({ name });
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).not.toMatch(/<\w/);
  });
});
