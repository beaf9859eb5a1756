import { catchError, concat, defer, map, type Observable, of, tap } from 'rxjs';
import type { ToolUseBlock } from '../types/content-block.ts';
import { fromValue } from './from-value.ts';
import type { RunnableTool } from './tool.ts';
import { failedResult, toolResult } from './tool-result.ts';
import type { ToolCallEvent, ToolFailedEvent } from './tool-run-event.ts';
import { withProgress } from './with-progress.ts';

/**
 * Runs a tool on one call and emits its progress and outcome. An exception of the tool is an event too, never an error.
 * Unsubscribing before the tool is done aborts its `signal`, without waiting.
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
          return { type: 'tool_finished', turn, toolUse, result: toolResult(toolUse, outcome.result) };
        }),
        catchError((error: unknown) => of(failedCall(error, toolUse, turn))),
      ),
    ).pipe(tap({ unsubscribe: () => controller.abort() }));
  });
}

/** The event of a call that failed, whether its tool ran or not. */
export function failedCall(error: unknown, toolUse: ToolUseBlock, turn: number): ToolFailedEvent {
  return { type: 'tool_failed', turn, toolUse, error, result: failedResult(toolUse, error) };
}
