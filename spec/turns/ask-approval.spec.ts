import { describe, expect, it } from '@jest/globals';
import { EMPTY, type Observable, of, Subject } from 'rxjs';
import {
  askApproval,
  type CallAnswer,
  type CallDecisionEvent,
  type ChatApprove,
} from '../../lib/turns/ask-approval.ts';
import type { Approval } from '../../lib/turns/plan-call.ts';

const call = { type: 'tool_use' as const, id: 'toolu_1', name: 'f', input: {} };

function asked(approve: ChatApprove | undefined, answers$: Observable<CallAnswer> = EMPTY) {
  const reports: CallDecisionEvent['type'][] = [];
  const approvals: Approval[] = [];
  const subscription = askApproval(approve, call, answers$, ({ type }) => reports.push(type)).subscribe((approval) =>
    approvals.push(approval),
  );
  return { reports, approvals, subscription };
}

describe('askApproval', () => {
  it.each<[string, ChatApprove | undefined, Approval, string[]]>([
    ['nothing', undefined, true, []],
    ['true', () => true, true, []],
    ['false', () => false, false, ['call_denied']],
    ['a reason', () => ({ reason: 'No' }), { reason: 'No' }, ['call_denied']],
    ['the first value', () => of<Approval[]>(true, false), true, []],
    ['no value', () => EMPTY, false, ['call_denied']],
  ])('decides by %s', (_, approve, approval, expected) => {
    const { approvals, reports } = asked(approve);
    expect([approvals, reports]).toEqual([[approval], expected]);
  });

  it.each<[string, ChatApprove]>([
    ['always', 'ask'],
    ['for this call', () => 'ask'],
    ['later', () => of('ask' as const)],
    ['first, and then decides otherwise', () => of<('ask' | Approval)[]>('ask', true)],
  ])('asks the user %s, and takes the first answer about the call', (_, approve) => {
    const answers$ = new Subject<CallAnswer>();
    const { approvals, reports } = asked(approve, answers$);
    answers$.next({ id: 'another', answer: true });
    expect([approvals, reports]).toEqual([[], ['call_asked']]);
    answers$.next({ id: 'toolu_1', answer: false });
    expect([approvals, reports, answers$.observed]).toEqual([[false], ['call_asked', 'call_denied'], false]);
  });

  it('takes an answer that arrives while the question is shown', () => {
    const answers$ = new Subject<CallAnswer>();
    const approvals: Approval[] = [];
    askApproval('ask', call, answers$, ({ type }) => {
      if (type === 'call_asked') answers$.next({ id: 'toolu_1', answer: true });
    }).subscribe((approval) => approvals.push(approval));
    expect([approvals, answers$.observed]).toEqual([[true], false]);
  });

  it('no longer waits after unsubscribing', () => {
    const answers$ = new Subject<CallAnswer>();
    asked('ask', answers$).subscription.unsubscribe();
    expect(answers$.observed).toBe(false);
  });
});
