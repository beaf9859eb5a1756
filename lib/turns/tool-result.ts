import { isErrorNamed } from '../errors/anthropic-error.ts';
import type { ToolError } from '../errors/tool-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import { type Content, contentOf } from './tool-output.ts';

/** The result of a call whose tool returned `output`. Throws for a value that cannot be sent. */
export function toolResult(toolUse: ToolUseBlock, output: unknown): ToolResultBlockParam {
  return resultWith(toolUse, contentOf(output));
}

/** The result of a failed call. Never throws, whatever the tool threw. */
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

const noReason = 'Error: The tool failed without a reason.';

function failedContent(error: unknown): Content {
  try {
    const content = isErrorNamed(error, 'ToolError')
      ? contentOfToolError(error as ToolError) // recognized by its name
      : textOf(error);
    return content.length > 0 ? content : noReason;
  } catch {
    return noReason; // a getter or a Proxy that throws
  }
}

/** The API accepts only text if `is_error` is set. */
function contentOfToolError({ content }: ToolError): Content {
  const given = contentOf(content);
  return typeof given === 'string' ? given : given.filter(({ type }) => type === 'text');
}

function textOf(error: unknown): string {
  if (error === undefined || error === null) return '';
  const { message } = Object(error) as { message?: unknown }; // any value has properties or none
  const told: unknown = typeof message === 'string' ? message : error;
  const words = String(told);
  const text = /^\[object \w+\]$/.test(words) ? JSON.stringify(error) : words;
  return text.trim() === '' ? '' : `Error: ${text}`;
}
