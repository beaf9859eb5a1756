import { describe, it } from '@jest/globals';
import { eventsOfType } from '../../lib/index.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';

describe('eventsOfType', () => {
  it('emits the events of the named types, in their order', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -S-B-a-b-E-D-X-|', reply);
      const expected = '    -S---------D---|';
      const subscribed = '  ^--------------!';
      expectObservable(source.pipe(eventsOfType('message_start', 'message_delta'))).toBe(expected, reply);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('finds an event that is newer than this library by its name', () => {
    marbles(({ cold, expectObservable }) => {
      const type = 'message_sparkle' as 'message_stop'; // as a caller would write it before the types have it
      expectObservable(cold('-S-U-|', reply).pipe(eventsOfType(type))).toBe('---U-|', reply);
    });
  });
});
