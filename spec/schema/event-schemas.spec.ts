import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/v4/core';
import { eventSchemas } from '../../lib/schema/event-schemas.ts';

const schemas = eventSchemas();
const issuesOf = (schema: z.$ZodType, value: object) =>
  z.safeParse(schema, value).error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? [];
const start = (content: unknown) => ({ type: 'message_start', message: { content } });

describe('eventSchemas', () => {
  it('have one schema per event of the API', () => {
    expect(Object.keys(schemas)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it.each(['input_tokens', 'output_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'])(
    'validate the counter %s, which servers may omit or send as null',
    (counter) => {
      const issues = (value: unknown) => issuesOf(schemas.message_delta, { delta: {}, usage: { [counter]: value } });
      expect([issues(1), issues(null), issues(undefined)]).toEqual([[], [], []]);
      expect(issues('1')).toEqual([[`usage.${counter}`, 'must be a number']]);
    },
  );

  it.each<[object, string]>([
    [{ type: 'text', text: 5 }, 'text'],
    [{ type: 'thinking', thinking: 5 }, 'thinking'],
    [{ type: 'thinking', signature: 5 }, 'signature'],
    [{ type: 'fallback', to: { model: 5 } }, 'to.model'],
  ])('validate the block %j wherever it stands', (block, path) => {
    const message = 'must be a string';
    expect(issuesOf(schemas.content_block_start, { index: 0, content_block: block })).toEqual([
      [`content_block.${path}`, message],
    ]);
    expect(issuesOf(schemas.message_start, start([{ type: 'text' }, block]))).toEqual([
      [`message.content.1.${path}`, message],
    ]);
  });

  it('list ten issues of content, however many blocks are wrong', () => {
    const wrong = (length: number) => start(Array.from({ length }, () => 'x'));
    const counts = [9, 10, 11, 100_000].map((length) => issuesOf(schemas.message_start, wrong(length)).length);
    expect(counts).toEqual([9, 10, 10, 10]);
  });
});
