import { defer, finalize, map, merge, type Observable, Subject } from 'rxjs';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import { askApproval, type CallAnswer, type CallDecisionEvent } from './ask-approval.ts';
import type { ChatOptions } from './chat-options.ts';
import type { ChatReplyEvent } from './chat-reply.ts';
import type { MessageSource } from './message-source.ts';
import { runTools } from './run-tools.ts';

/** The source and the params of a chat, whatever their types. */
export type ReplySource = MessageSource<BetaMessageCreateParams, BetaMessageStreamEvent>;
export type ReplyParams = Omit<BetaMessageCreateParams, 'messages'> & {
  readonly messages?: readonly BetaMessageParam[] | undefined;
};

/** Emits the events of one reply: of a run with tools and approvals, or without tools of one request. */
export function replyEvents(
  stream: (params: BetaMessageCreateParams) => Observable<BetaMessageStreamEvent>,
  params: BetaMessageCreateParams,
  { tools, approve, ...options }: ChatOptions,
  answers$: Observable<CallAnswer>,
): Observable<ChatReplyEvent> {
  if (!tools) return defer(() => stream(params)).pipe(map((event) => ({ type: 'message_event', turn: 1, event })));
  return defer(() => {
    const decisions$ = new Subject<CallDecisionEvent>();
    const run$ = runTools(stream, params, {
      ...options,
      tools,
      approve: (toolUse) => askApproval(approve, toolUse, answers$, (event) => decisions$.next(event)),
    });
    return merge(decisions$, run$.pipe(finalize(() => decisions$.complete())));
  });
}
