import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { outputTool } from '../../lib/output/output-tool.ts';
import { outputToolName } from '../../lib/output/output-steps.ts';

describe('outputTool', () => {
  it('returns a tool that the model must call', () => {
    expect(outputTool(z.object({ n: z.int().max(9) }))).toEqual({
      tools: [
        {
          name: outputToolName,
          description: 'Takes the answer. Call it once, with all of it.',
          input_schema: {
            type: 'object',
            properties: { n: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: 9 } },
            required: ['n'],
          },
        },
      ],
      tool_choice: { type: 'tool', name: outputToolName, disable_parallel_tool_use: true },
    });
  });

  it('rejects a root that is not an object', () => {
    expect(() => outputTool(z.array(z.string()))).toThrow('must be the schema of an object');
  });
});
