import { describe, expect, it } from '@jest/globals';
import { modelSegment } from '../../lib/clouds/model-segment.ts';

describe('modelSegment', () => {
  it.each([
    ['anthropic.claude-sonnet-5-v1:0', 'anthropic.claude-sonnet-5-v1%3A0'],
    ['arn:aws:bedrock:us-east-1:1:inference-profile/x', 'arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx'],
    ['a;b', 'a%3Bb'],
    ['../../other?x#y', '..%2F..%2Fother%3Fx%23y'],
  ])('keeps %s in one segment', (model, segment) => {
    expect(modelSegment(model)).toBe(segment);
  });

  it.each(['', '.', '..', '\ud800', undefined, 5])('refuses %j', (model) => {
    expect(() => modelSegment(model)).toThrow(
      expect.objectContaining({
        name: 'InvalidParamsError',
        message: 'Nothing was sent: model: is not the id of a model',
      }),
    );
  });
});
