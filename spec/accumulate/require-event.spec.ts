import { describe, expect, it } from '@jest/globals';
import { EMPTY, type Observable, type OperatorFunction } from 'rxjs';
import { requireEvent } from '../../lib/accumulate/require-event.ts';
import {
  type BetaMessageStreamEvent,
  eventsOfType,
  finalText,
  raceFirstText,
  snapshots,
  streamMetrics,
  textDeltas,
  thinkingDeltas,
  turnEvents,
} from '../../lib/index.ts';
import { emptyMessage, messageStart, reply, unknownEvent } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

const mistakes: readonly (readonly [value: unknown, message: string])[] = [
  ['Hello', 'A string arrived instead of an event: put this operator before those that emit text.'],
  [EMPTY, 'An Observable arrived instead of an event: use switchMap() instead of map(), or a function without async.'],
  [{ status: 200, events$: EMPTY }, 'A response arrived instead of an event: add switchMap(({ events$ }) => events$).'],
  [emptyMessage, 'A message arrived instead of an event: add switchMap((message) => fromMessage(message)).'],
  [
    { type: 'message_event', turn: 1, event: messageStart() },
    'An event of a tool run arrived instead of an event of a reply: add turnEvents().',
  ],
  [[messageStart(), 1], 'An object without a type arrived instead of an event.'],
  [{ label: 'a', event: messageStart() }, 'An object without a type arrived instead of an event.'],
  [7, 'A value of type number arrived instead of an event.'],
];

describe('requireEvent', () => {
  it.each(mistakes)('names the fix for %o', (value, message) => {
    expect(() => requireEvent(value)).toThrow(expect.objectContaining({ name: 'MalformedStreamError', message }));
  });

  it.each([...Object.values(reply), unknownEvent])('accepts %o', (event) => {
    expect(() => requireEvent(event)).not.toThrow();
  });
});

describe('a source without events ends with an error, not in silence,', () => {
  const operators: Readonly<Record<string, OperatorFunction<BetaMessageStreamEvent, unknown>>> = {
    textDeltas: textDeltas(),
    thinkingDeltas: thinkingDeltas(),
    snapshots: snapshots(),
    finalText: finalText(),
    streamMetrics: streamMetrics(),
    raceFirstText: (source) => raceFirstText(source),
  };

  it.each(Object.entries(operators))('through %s', (name, operator) => {
    for (const [value, message] of mistakes) {
      if (name === 'streamMetrics' && message.startsWith('A response')) continue; // it reads the events of a response
      marbles(({ cold, expectObservable, expectSubscriptions }) => {
        const source = cold('-v-|', { v: value as BetaMessageStreamEvent });
        const failed = expect.objectContaining({ name: 'MalformedStreamError', message });
        expectObservable(source.pipe(operator)).toBe('-#', undefined, failed);
        expectSubscriptions(source.subscriptions).toBe('^!');
      });
    }
  });

  it('through eventsOfType and turnEvents, which also take events of a run', () => {
    const message = 'A string arrived instead of an event: put this operator before those that emit text.';
    marbles(({ cold, expectObservable }) => {
      const source = cold<unknown>('-a|') as Observable<BetaMessageStreamEvent>;
      const failed = expect.objectContaining({ name: 'MalformedStreamError', message });
      expectObservable(source.pipe(eventsOfType('message_stop'))).toBe('-#', undefined, failed);
      expectObservable(source.pipe(turnEvents())).toBe('-#', undefined, failed);
    });
  });
});
