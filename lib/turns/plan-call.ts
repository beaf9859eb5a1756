import {
  catchError,
  defaultIfEmpty,
  defer,
  map,
  type Observable,
  type ObservableInput,
  of,
  switchMap,
  take,
} from 'rxjs';
import { issueTexts } from '../errors/issue-texts.ts';
import { isRecord } from '../errors/is-record.ts';
import { rawToolInput } from '../accumulate/raw-tool-input.ts';
import { ToolError } from '../errors/tool-error.ts';
import { checkSchema } from '../output/check-schema.ts';
import type { ToolUseBlock } from '../types/content-block.ts';
import { fromValue } from './from-value.ts';
import { failedCall, runCall } from './run-call.ts';
import type { RunnableTool } from './tool.ts';
import type { ToolCallEvent } from './tool-run-event.ts';

/** Whether a call may run. If not, the model reads the reason. */
export type Approval = boolean | { readonly reason: string };

/** Decides about a valid call before it runs. The first value counts; without a value the call does not run. */
export type Approve<Use extends ToolUseBlock = ToolUseBlock> = (toolUse: Use) => Approval | ObservableInput<Approval>;

/**
 * Emits the plan for a call once: run its tool, or report to the model why not. Calls of unknown tools or with invalid
 * input never reach `approve`; errors of `approve` pass.
 */
export function planCall(
  tools: ReadonlyMap<string, RunnableTool>,
  approve: Approve | undefined,
  toolUse: ToolUseBlock,
  turn: number,
): Observable<Observable<ToolCallEvent>> {
  const refused = (text: string) => of<ToolCallEvent>(failedCall(new ToolError(text), toolUse, turn));
  const tool = tools.get(toolUse.name);
  if (!tool) return of(refused(`Error: Tool '${toolUse.name}' not found`));
  return checkInput(tool, toolUse).pipe(
    switchMap((checked) => {
      if ('error' in checked) return of(of<ToolCallEvent>(failedCall(checked.error, toolUse, turn)));
      return approval(approve, toolUse).pipe(
        map((answer) => {
          if (answer === true) return runCall(tool, checked.value, toolUse, turn);
          return refused(`Error: This call was not approved${reasonIn(answer)}`);
        }),
      );
    }),
  );
}

function approval(approve: Approve | undefined, toolUse: ToolUseBlock): Observable<Approval> {
  if (!approve) return of(true);
  return defer(() => fromValue(approve(toolUse))).pipe(take(1), defaultIfEmpty(false));
}

/** JavaScript may answer anything: only `true` approves. */
function reasonIn(answer: unknown): string {
  const reason = isRecord(answer) ? answer['reason'] : undefined;
  return typeof reason === 'string' && reason.trim() !== '' ? `: ${reason}` : '.';
}

function checkInput(
  { inputSchema }: RunnableTool,
  toolUse: ToolUseBlock,
): Observable<{ readonly value: unknown } | { readonly error: unknown }> {
  const raw = rawToolInput(toolUse);
  if (raw?.complete === false) {
    return of({ error: new ToolError(`Error: The input is not valid JSON: ${raw.json}`) });
  }
  if (!inputSchema) return of({ value: toolUse.input });
  return checkSchema(inputSchema, toolUse.input).pipe(
    map((checked) => {
      if (!checked.issues) return checked;
      const issues = issueTexts(checked.issues).join('\n- ');
      return { error: new ToolError(`Error: The input does not follow the schema:\n- ${issues}`) };
    }),
    // An exception of your validation rejects the input like an issue does.
    catchError((error: unknown) => of({ error })),
  );
}
