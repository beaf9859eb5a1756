import { describe, expect, it } from '@jest/globals';
import { errorBody, messageEvents, sseBody } from '../../lib/testing/index.ts';
import { eventsIn } from './ask.ts';

describe('sseBody', () => {
  it('writes an event line, a data line and a blank line for each event', () => {
    expect(sseBody([{ type: 'ping' }, errorBody('overloaded_error', 'Overloaded', 'req_1')])).toBe(
      'event: ping\ndata: {"type":"ping"}\n\n' +
        'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}\n\n',
    );
  });

  it('is read back by an independent parser, line ends in the text included', () => {
    const events = messageEvents({ content: ['one\ntwo\r\n\nthree\u2028', { thinking: 'Grüße 👍' }] });
    expect(eventsIn(sseBody(events))).toStrictEqual(events);
  });

  it('is empty for no events', () => {
    expect(sseBody([])).toBe('');
  });
});
