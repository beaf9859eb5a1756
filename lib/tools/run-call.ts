import { catchError, concat, defer, map, type Observable, of, tap } from 'rxjs';
import { isErrorNamed } from '../errors/anthropic-error.ts';
import type { ToolError } from '../errors/tool-error.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import type { ToolResultBlockParam } from '../types/tool-result-block-param.ts';
import { fromValue } from './from-value.ts';
import type { RunnableTool, ToolOutput } from './tool.ts';
import type { ToolCallEvent, ToolFailedEvent } from './tool-run-event.ts';
import { withProgress } from './with-progress.ts';

/**
 * Runs a tool on one call and emits what becomes of it. What it throws is an event too, never an error. Unsubscribing
 * before the tool is done aborts its `signal`, and waits for nothing.
 */
export function runCall(
  tool: RunnableTool,
  input: unknown,
  toolUse: ToolUseBlock,
  turn: number,
): Observable<ToolCallEvent> {
  return defer(() => {
    const controller = new AbortController();
    const context = { toolUse, signal: controller.signal };
    return concat(
      of<ToolCallEvent>({ type: 'tool_started', turn, toolUse }),
      defer(() => fromValue(tool.run(input, context))).pipe(
        withProgress(),
        map((outcome): ToolCallEvent => {
          if ('progress' in outcome) return { type: 'tool_progress', turn, toolUse, content: outcome.progress };
          checkOutput(outcome.result);
          return { type: 'tool_finished', turn, toolUse, result: resultOf(toolUse, outcome.result) };
        }),
        catchError((error: unknown) => of(failedCall(error, toolUse, turn))),
      ),
    ).pipe(tap({ unsubscribe: () => controller.abort() }));
  });
}

/** The types say so too, but a run should not end for a tool without them: the API refuses what is neither. */
function checkOutput(output: unknown): void {
  const isBlock = (value: unknown) => typeof value === 'object' && value !== null && 'type' in value;
  if (output == null || typeof output === 'string' || (Array.isArray(output) ? output.every(isBlock) : isBlock(output)))
    return;
  throw new TypeError('The tool gave neither text nor content blocks; values go through JSON.stringify.');
}

/** The event of a call that failed, whether its tool ran or not. */
export function failedCall(error: unknown, toolUse: ToolUseBlock, turn: number): ToolFailedEvent {
  const result: ToolResultBlockParam = { ...resultOf(toolUse, contentOf(error)), is_error: true };
  return { type: 'tool_failed', turn, toolUse, error, result };
}

function resultOf({ id, toolset_name }: ToolUseBlock, output: ToolOutput | null | undefined): ToolResultBlockParam {
  return {
    type: 'tool_result',
    tool_use_id: id,
    ...(output != null && { content: typeof output === 'string' || Array.isArray(output) ? output : [output] }),
    ...(toolset_name != null && { toolset_name }),
  };
}

function contentOf(error: unknown): NonNullable<ToolResultBlockParam['content']> {
  if (isErrorNamed(error, 'ToolError')) return (error as ToolError).content; // told by its name
  const isError = typeof error === 'object' && error !== null && 'message' in error;
  return `Error: ${String(isError ? error.message : error)}`;
}
