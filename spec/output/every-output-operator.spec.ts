import { describe, expect, it } from '@jest/globals';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod/mini';
import { IncompleteStreamError, type MessageStreamEvent } from '../../lib/index.ts';
import { APIConnectionError } from '../../lib/errors/api-connection-error.ts';
import { finalOutput } from '../../lib/output/final-output.ts';
import { outputElements } from '../../lib/output/output-elements.ts';
import { partialOutput } from '../../lib/output/partial-output.ts';
import { text } from '../support/block-events.ts';
import { reply } from '../support/events.ts';
import { expectSilence } from '../support/expect-silence.ts';
import { marbles } from '../support/marbles.ts';

const table: Record<string, () => OperatorFunction<MessageStreamEvent, unknown>> = {
  finalOutput: () => finalOutput(z.array(z.number())),
  outputElements: () => outputElements(z.number()),
  partialOutput: () => partialOutput(z.array(z.number())),
};
const events = { ...reply, a: text(0, '[1,'), b: text(0, '2]') };

describe.each(Object.entries(table))('%s', (name, operator) => {
  it('emits nothing for a source that never emits, and unsubscribes from it', () => {
    expectSilence(operator());
  });

  it('ends with an empty source', () => {
    marbles(({ cold, expectObservable }) => {
      const expected = name === 'finalOutput' ? '---#' : '---|';
      expectObservable(cold<MessageStreamEvent>('---|').pipe(operator())).toBe(
        expected,
        {},
        new IncompleteStreamError(
          'The stream ended without message_start: it contains no reply. Send the request again.',
        ),
      );
    });
  });

  it('passes an error on, with the partial message', () => {
    const error = new APIConnectionError('gone');
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-S-B-#', events, error);
      expectObservable(source.pipe(operator())).toBe('-----#', {}, error);
      expectSubscriptions(source.subscriptions).toBe('^----!');
    });
    expect(error.partialMessage?.content).toEqual([{ type: 'text', text: '' }]);
  });

  it('unsubscribes from the source when it is unsubscribed in the middle', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-S-B-U-b-E-D-X-|', events);
      expectObservable(source.pipe(operator()), '^-----!').toBe('-');
      expectSubscriptions(source.subscriptions).toBe('   ^-----!');
    });
  });

  it('keeps two sources of one operator value apart, and ignores unknown events', () => {
    marbles(({ cold, expectObservable }) => {
      const shared = operator();
      expectObservable(
        cold('---S-B-a', events).pipe(shared, (source) => source),
        '^-----!',
      );
      const whole = () => cold('-S-B-a-b-E-D-X-|', events);
      expectObservable(whole().pipe(shared)).toEqual(whole().pipe(operator()));
      expectObservable(cold('USUBUaUbUEUDUXU|', events).pipe(shared)).toEqual(whole().pipe(operator()));
    });
  });
});
