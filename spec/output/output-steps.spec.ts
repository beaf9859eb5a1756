import { describe, expect, it } from '@jest/globals';
import { from, toArray } from 'rxjs';
import { outputOf, outputSteps, outputToolName, requireOutput } from '../../lib/output/output-steps.ts';
import type { BetaMessage } from '../../lib/types/message.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import { blockStop, json, text, textStart, toolStart } from '../support/block-events.ts';
import { emptyMessage, messageDelta, messageStart, messageStop, unknownEvent } from '../support/events.ts';

/** The steps, each as [start, fragment], and the name of the error. */
function steps(...events: BetaMessageStreamEvent[]): unknown[] {
  const seen: unknown[] = [];
  from(events)
    .pipe(outputSteps())
    .subscribe({
      next: ({ start, fragment }) => seen.push([start, fragment]),
      error: (error: unknown) => seen.push((error as Error).name),
    });
  return seen;
}
const call = (input: unknown = {}) => toolStart(1, outputToolName, input);
const end = [messageDelta(), messageStop];
const contentOf = (...content: BetaMessage['content']): BetaMessage => ({ ...emptyMessage, content });

describe('outputSteps', () => {
  it('starts with the message and emits each piece of text', () => {
    const events = [messageStart(), textStart(0, 'a'), text(0, 'b'), unknownEvent, text(0, ''), blockStop(0), ...end];
    expect(steps(...events)).toEqual([
      [true, ''],
      [false, 'a'],
      [false, 'b'],
    ]);
  });

  it('emits the fragments of a call of the output tool, and no text after that', () => {
    const events = [messageStart(), textStart(0), text(0, 'a'), call(), json(1, '{"a"'), text(0, 'b'), json(1, ':1}')];
    expect(steps(...events, ...end)).toEqual([
      [true, ''],
      [false, 'a'],
      [true, ''],
      [false, '{"a"'],
      [false, ':1}'],
    ]);
  });

  it('emits the input in the start of a call, which fragments replace', () => {
    const events = [messageStart(), textStart(0), call({ a: 1 }), json(1, '{"a"'), json(1, ':2}')];
    expect(steps(...events)).toEqual([
      [true, ''],
      [true, '{"a":1}'],
      [true, '{"a"'],
      [false, ':2}'],
    ]);
    expect(steps(messageStart(), textStart(0), call(null))).toEqual([
      [true, ''],
      [true, ''],
    ]);
  });

  it('ignores calls of other tools', () => {
    expect(steps(messageStart(), toolStart(0, 'other', { a: 1 }), json(0, '{}'))).toEqual([[true, '']]);
  });

  it('starts with a message that is already complete, by its last call', () => {
    const call = (a: number) => ({ type: 'tool_use', id: `${a}`, name: outputToolName, input: { a } }) as const;
    const content: BetaMessage['content'] = [{ type: 'text', text: 'x' }, call(1), call(2)];
    const start = messageStart({ content } as object);
    expect(steps(start, json(1, 'no'))).toEqual([[true, '{"a":2}']]);
  });

  it.each([
    ['refusal', 'RefusalError'],
    ['max_tokens', 'IncompleteOutputError'],
    ['pause_turn', 'IncompleteOutputError'],
    ['model_context_window_exceeded', 'IncompleteOutputError'],
  ] as const)('errors at the end of a reply that stops by %s', (reason, name) => {
    expect(steps(messageStart(), messageDelta(reason), messageStop)).toEqual([[true, ''], name]);
  });

  it('emits nothing without a message', () => {
    expect(steps()).toEqual([]);
    expect(steps(unknownEvent)).toEqual([]);
  });

  it('keeps its subscriptions apart', () => {
    const steps$ = from([messageStart(), textStart(0, 'a'), ...end]).pipe(outputSteps(), toArray());
    const seen: unknown[] = [];
    steps$.subscribe((all) => seen.push(all));
    steps$.subscribe((all) => seen.push(all));
    expect(seen[0]).toEqual(seen[1]);
  });
});

describe('whole', () => {
  const outcome = (message: BetaMessage) => {
    let seen: unknown;
    requireOutput(message).subscribe({ next: (value) => (seen = value), error: (error: unknown) => (seen = error) });
    return seen;
  };

  it('emits a reply that has ended, or whose end is unknown', () => {
    const ended: BetaMessage = { ...emptyMessage, stop_reason: 'end_turn' };
    expect([outcome(ended), outcome(emptyMessage)]).toEqual([ended, emptyMessage]);
  });

  it('errors with the reply and its output', () => {
    const cut: BetaMessage = { ...contentOf({ type: 'text', text: '{"a' }), stop_reason: 'max_tokens' };
    expect(outcome(cut)).toMatchObject({ stopReason: 'max_tokens', text: '{"a', partialMessage: cut });
    const refused: BetaMessage = { ...emptyMessage, stop_reason: 'refusal' };
    expect(outcome(refused)).toMatchObject({ name: 'RefusalError', partialMessage: refused });
  });
});

describe('outputOf', () => {
  const output = (input: unknown) => ({ type: 'tool_use', id: 't', name: outputToolName, input }) as const;
  const other = { type: 'tool_use', id: 'u', name: 'other', input: { b: 1 } } as const;

  it('returns the text without a call of the output tool, and the input of its last call', () => {
    expect(outputOf(contentOf({ type: 'text', text: 'a' }, other, { type: 'text', text: 'b' }))).toBe('ab');
    expect(outputOf(contentOf(output({ a: 1 }), output({ a: 2 }), other))).toBe('{"a":2}');
  });
});
