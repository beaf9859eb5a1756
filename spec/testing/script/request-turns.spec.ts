import { describe, expect, it } from '@jest/globals';
import { assistantBlocks, lastUserBlocks, textOf, userTexts } from '../../../lib/testing/script/request-turns.ts';
import type { MessageCreateParams } from '../../../lib/types/message-create-params.ts';
import { params } from '../../support/params.ts';

const text = (text: string) => ({ type: 'text', text }) as const;
const result = { type: 'tool_result', tool_use_id: 'x', content: 'hidden' } as const;
const request = (...messages: MessageCreateParams['messages']): MessageCreateParams => ({ ...params, messages });
const talk = request(
  { role: 'user', content: 'one' },
  { role: 'assistant', content: 'A' },
  { role: 'assistant', content: [text('B'), text('C')] },
  { role: 'user', content: [result, text('two'), text('three')] },
);

describe('textOf', () => {
  it.each<[Parameters<typeof textOf>[0], string]>([
    ['a', 'a'],
    [undefined, ''],
    [[text('a'), result, text('b')], 'a\nb'],
  ])('of %j is %j', (content, expected) => {
    expect(textOf(content)).toBe(expected);
  });
});

describe('the turns of a request', () => {
  it('are the texts of the user, the last first', () => {
    expect(userTexts(talk)).toEqual(['two\nthree', 'one']);
  });

  it('are the blocks of the last turn of the user', () => {
    expect(lastUserBlocks(talk)).toEqual([result, text('two'), text('three')]);
    expect(lastUserBlocks(request(...talk.messages, { role: 'user', content: 'four' }))).toEqual([]);
    expect(lastUserBlocks(request(...talk.messages, { role: 'assistant', content: [text('D')] }))).toHaveLength(3);
    expect(lastUserBlocks(request())).toEqual([]);
  });

  it('are the blocks of the model', () => {
    expect(assistantBlocks(talk)).toEqual([text('B'), text('C')]);
  });
});
