import { describe, expect, it } from '@jest/globals';
import { endFrame, frameOf, pingFrame, retryFrame } from '../../lib/relay/relay-frames.ts';
import { messageStop } from '../support/events.ts';

const textOf = (frame: Uint8Array) => new TextDecoder().decode(frame);
const relayed = { id: '1-57', event: messageStop } as const;

describe('the frames of a relay', () => {
  it('have the id and the name of their event', () => {
    expect(textOf(frameOf(relayed))).toBe('id: 1-57\nevent: message_stop\ndata: {"type":"message_stop"}\n\n');
  });

  it('are made once per event', () => {
    expect(frameOf(relayed)).toBe(frameOf(relayed));
    expect(frameOf({ ...relayed })).not.toBe(frameOf(relayed));
  });

  it.each(['a\nid: 9-9', 'a\rid: 9-9'])('have no name for the type %j, which would add fields', (type) => {
    const event = { type } as never;
    expect(textOf(frameOf({ id: '1-1', event }))).toBe(`id: 1-1\ndata: ${JSON.stringify({ type })}\n\n`);
  });

  it('end with an event of their own', () => {
    expect(textOf(endFrame({ end: 'lost' } as never))).toBe(
      'id: end\nevent: relay_end\ndata: {"type":"relay_end","end":"lost"}\n\n',
    );
  });

  it('keep connections open, and set the time of the next one', () => {
    expect(textOf(pingFrame)).toBe('event: ping\ndata: {"type":"ping"}\n\n');
    expect(textOf(retryFrame)).toBe('retry: 1000\n\n');
  });
});
