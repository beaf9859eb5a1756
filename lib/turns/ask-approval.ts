import {
  defaultIfEmpty,
  defer,
  EMPTY,
  filter,
  map,
  merge,
  type Observable,
  type ObservableInput,
  of,
  switchMap,
  take,
  tap,
} from 'rxjs';
import type { ToolUseBlock } from '../types/content-block.ts';
import { fromValue } from './from-value.ts';
import type { Approval } from './plan-call.ts';

/** An event of a call before it runs: the user must decide, or the call was denied. */
export interface CallDecisionEvent {
  readonly type: 'call_asked' | 'call_denied';
  readonly toolUse: ToolUseBlock;
}

/** Decides about a call like `Approve`, or returns `'ask'` to let the user decide with `approve` of the chat. */
export type ChatApprove<Use extends ToolUseBlock = ToolUseBlock> =
  'ask' | ((toolUse: Use) => Approval | 'ask' | ObservableInput<Approval | 'ask'>);

/** The answer of a user about the call of an id. */
export interface CallAnswer {
  readonly id: string;
  readonly answer: Approval;
}

/** Emits the approval of a call once. `report` receives what happens before. */
export function askApproval(
  approve: ChatApprove | undefined,
  toolUse: ToolUseBlock,
  answers$: Observable<CallAnswer>,
  report: (event: CallDecisionEvent) => void,
): Observable<Approval> {
  const answer$ = answers$.pipe(
    filter(({ id }) => id === toolUse.id),
    map(({ answer }) => answer),
  );
  const asked$ = defer(() => {
    report({ type: 'call_asked', toolUse });
    return EMPTY;
  });
  return defer(() => fromValue(typeof approve === 'function' ? approve(toolUse) : (approve ?? true))).pipe(
    take(1),
    defaultIfEmpty(false),
    // The answer may arrive while the question is shown.
    switchMap((decision) => (decision === 'ask' ? merge(answer$, asked$) : of(decision))),
    take(1),
    tap((decision) => {
      if (decision !== true) report({ type: 'call_denied', toolUse });
    }),
  );
}
