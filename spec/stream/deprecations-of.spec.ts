import { describe, expect, it } from '@jest/globals';
import { deprecationsOf } from '../../lib/stream/deprecations-of.ts';

const enabled = { type: 'enabled' };
const retired = (model: string, day: string) =>
  `Model ${model} is deprecated; its end of life is ${day}. Move to a newer model: ` +
  'https://docs.anthropic.com/en/docs/resources/model-deprecations';
const adaptive = (model: string) =>
  `Model ${model}: thinking.type "enabled" is deprecated; use thinking: { type: "adaptive" }.`;

describe('deprecationsOf', () => {
  it.each<[object, string[]]>([
    [{ model: 'claude-sonnet-5', thinking: enabled }, []],
    [{}, []],
    [{ model: 5 }, []],
    [{ model: 'claude-opus-4-5' }, [retired('claude-opus-4-5', 'January 22nd, 2027')]],
    [{ model: 'claude-opus-4-5-20251101' }, [retired('claude-opus-4-5-20251101', 'January 22nd, 2027')]],
    [{ model: 'claude-sonnet-4-5' }, [retired('claude-sonnet-4-5', 'November 30th, 2026')]],
    [{ model: 'claude-sonnet-4-5-20250929' }, [retired('claude-sonnet-4-5-20250929', 'November 30th, 2026')]],
    [{ model: 'claude-opus-4-6' }, []],
    [{ model: 'claude-opus-4-6', thinking: { type: 'adaptive' } }, []],
    [{ model: 'claude-opus-4-6', thinking: enabled }, [adaptive('claude-opus-4-6')]],
    [
      { model: 'claude-mythos-preview', thinking: enabled },
      [retired('claude-mythos-preview', 'June 30th, 2026'), adaptive('claude-mythos-preview')],
    ],
  ])('of %j', (params, warnings) => {
    expect(deprecationsOf(params)).toEqual(warnings);
  });
});
