import { describe, expect, it } from '@jest/globals';
import { longStory } from '../../../lib/testing/script/scripted-prose.ts';
import { tokenPieces } from '../../../lib/testing/token-pieces.ts';

describe('longStory', () => {
  const story = longStory();

  it('has a title, twelve numbered chapters, and an end', () => {
    expect(story.match(/^# .*$/gm)).toEqual(['# The Compass of Missing Things']);
    const chapters = [...story.matchAll(/^## (\d+)\. \w/gm)].map(([, number]) => Number(number));
    expect(chapters).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(story).toMatch(/the road home\.$/);
  });

  it('begins the sentence of each stranger with a capital, in the order of the days', () => {
    expect(story).toContain('" The ferryman put something into her hand');
    expect([...story.matchAll(/On the (\w+) day Mara/g)].map(([, day]) => day).join(' ')).toBe(
      'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth',
    );
  });

  it('is long enough to interrupt: about two thousand tokens', () => {
    const { length } = tokenPieces(story);
    expect(length).toBeGreaterThan(1_900);
    expect(length).toBeLessThan(3_000);
  });
});
