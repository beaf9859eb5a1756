import { isErrorNamed } from '../errors/anthropic-error.ts';
import type { ToolError } from '../errors/tool-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import type { ToolOutput } from './tool.ts';

type Content = NonNullable<ToolResultBlockParam['content']>;

/** The result of a call whose tool gave `output`. Throws where that cannot be sent. */
export function toolResult(toolUse: ToolUseBlock, output: ToolOutput | null | undefined): ToolResultBlockParam {
  checkOutput(output);
  return resultWith(toolUse, output == null ? [] : contentOf(output));
}

/** The result of a call that failed. Never throws, whatever the tool threw. */
export function failedResult(toolUse: ToolUseBlock, error: unknown): ToolResultBlockParam {
  return { ...resultWith(toolUse, failedContent(error)), is_error: true };
}

function resultWith({ id, toolset_name }: ToolUseBlock, content: Content): ToolResultBlockParam {
  return {
    type: 'tool_result',
    tool_use_id: id,
    ...(content.length > 0 && { content }),
    ...(toolset_name != null && { toolset_name }),
  };
}

/** The types say so too, but a run must not end for a tool without them: the API refuses anything else. */
function checkOutput(output: unknown): void {
  const isBlock = (value: unknown) => typeof value === 'object' && value !== null && 'type' in value;
  if (output == null || typeof output === 'string') return;
  if (Array.isArray(output) ? !output.every(isBlock) : !isBlock(output)) {
    throw new TypeError('The tool gave neither text nor content blocks; values go through JSON.stringify.');
  }
  JSON.stringify(output); // throws for a cycle or a BigInt, which would end the next request
}

/** Without blank text, which the API refuses. */
function contentOf(output: ToolOutput): Content {
  if (typeof output === 'string') return output.trim() === '' ? [] : output;
  return (Array.isArray(output) ? output : [output]).filter(
    (block) => block.type !== 'text' || block.text.trim() !== '',
  );
}

const noReason = 'Error: The tool failed and gave no reason.';

function failedContent(error: unknown): Content {
  try {
    const content = isErrorNamed(error, 'ToolError')
      ? contentOfToolError(error as ToolError) // told by its name
      : textOf(error);
    return content.length > 0 ? content : noReason;
  } catch {
    return noReason; // a getter or a Proxy that throws
  }
}

/** The API takes only text where `is_error` is set. */
function contentOfToolError({ content }: ToolError): Content {
  checkOutput(content);
  const given = contentOf(content);
  return typeof given === 'string' ? given : given.filter(({ type }) => type === 'text');
}

function textOf(error: unknown): string {
  if (error === undefined || error === null) return '';
  const text = String(typeof error === 'object' && 'message' in error ? error.message : (error as unknown));
  return text.trim() === '' ? '' : `Error: ${text}`;
}
