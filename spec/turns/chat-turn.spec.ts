import { describe, expect, it } from '@jest/globals';
import {
  hasContent,
  isRunning,
  joinTexts,
  replyTurn,
  systemTurn,
  thinkingOfContent,
  userTurn,
} from '../../lib/turns/chat-turn.ts';

describe('the turn of a user', () => {
  it('has the text of its blocks, and waits', () => {
    const image = { type: 'image' as const, source: { type: 'url' as const, url: 'https://example.com/a.png' } };
    const content = [{ type: 'text' as const, text: 'a' }, image, { type: 'text' as const, text: 'b' }];
    const turn = userTurn(content);
    expect(turn).toMatchObject({ role: 'user', content, text: 'ab', status: 'pending' });
    expect(turn.history).toEqual([{ role: 'user', content }]);
    expect(userTurn('a').id).not.toBe(userTurn('a').id);
    expect(userTurn('a', 'mine').id).toBe('mine');
  });
});

describe('the turn of the system', () => {
  it('is the message, also without content', () => {
    const message = { role: 'system', content: 'Be short.' } as const;
    expect(systemTurn(message)).toMatchObject({
      role: 'system',
      text: 'Be short.',
      status: 'sent',
      history: [message],
    });
    expect(systemTurn({ role: 'system' })).toMatchObject({ content: '', text: '' });
  });
});

describe('isRunning', () => {
  it.each([
    ['pending', true],
    ['streaming', true],
    ['done', false],
    ['error', false],
  ] as const)('of a reply that is %s is %s', (status, expected) => {
    expect(isRunning({ ...replyTurn(), status })).toBe(expected);
  });

  it('is false for a turn in the queue', () => {
    expect(isRunning(userTurn('a'))).toBe(false);
  });
});

describe('hasContent', () => {
  it.each([
    ['', false],
    [' \n\t', false],
    ['a', true],
    [[], false],
    [[{ type: 'text', text: 'a' }], true],
  ])('of %j is %s', (content, expected) => {
    expect(hasContent('send', content)).toBe(expected);
  });

  it.each([undefined, null, 7, {}, [null], ['a'], [{}]])('throws for %j', (content) => {
    expect(() => hasContent('send', content)).toThrow('send: content: must be text or an array of content blocks');
  });
});

describe('thinkingOfContent', () => {
  it('joins the thinking of all blocks', () => {
    const thinking = (thinking: string) => ({ type: 'thinking' as const, thinking, signature: 's' });
    expect(thinkingOfContent([thinking('a'), { type: 'text', text: 'x' }, thinking('b')])).toBe('ab');
    expect(thinkingOfContent('x')).toBe('');
  });
});

describe('joinTexts', () => {
  it.each([
    ['', '', ''],
    ['a', '', 'a'],
    ['', 'b', 'b'],
    ['a', 'b', 'a\n\nb'],
  ])('joins %j and %j', (before, text, expected) => {
    expect(joinTexts(before, text)).toBe(expected);
  });
});
