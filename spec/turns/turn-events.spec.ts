import { describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import type { BetaMessageStreamEvent, MessageStreamEvent } from '../../lib/index.ts';
import { turnEvents } from '../../lib/turns/turn-events.ts';
import type { ToolRunEvent } from '../../lib/turns/tool-run-event.ts';
import { reply } from '../support/events.ts';
import { marbles } from '../support/marbles.ts';
import type { Same } from '../support/type-assertions.ts';

const toolUse = { type: 'tool_use', id: 'x', name: 'f', input: {} } as const;
const run = {
  s: { type: 'message_event', turn: 1, event: reply.S },
  t: { type: 'tool_started', turn: 1, toolUse },
  u: { type: 'message_event', turn: 2, event: reply.U },
} satisfies Record<string, ToolRunEvent>;

describe('turnEvents', () => {
  it('emits the events of every turn unchanged, also unknown ones, and nothing else', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<ToolRunEvent>('-s-t-u-|', run);
      const expected = '                 -S---U-|';
      const subscribed = '               ^------!';
      expectObservable(source.pipe(turnEvents())).toBe(expected, reply);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it.each([
    ['completes with an empty source', '---|', '^--!'],
    ['stays silent with a source that never emits', '---', '^---!'],
    ['passes an error on', '---#', '^--!'],
  ])('%s', (_, diagram, subscribed) => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<ToolRunEvent>(diagram, run);
      expectObservable(source.pipe(turnEvents()), '^---!').toBe(diagram);
      expectSubscriptions(source.subscriptions).toBe(subscribed);
    });
  });

  it('unsubscribes from the source, and keeps two sources apart', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const shared = turnEvents<ToolRunEvent>();
      const source = cold<ToolRunEvent>('-s-u-|', run);
      expectObservable(source.pipe(shared), '^-!').toBe('-S', reply);
      expectObservable(cold<ToolRunEvent>('u|', run).pipe(shared)).toBe('U|', reply);
      expectSubscriptions(source.subscriptions).toBe('^-!');
    });
  });

  it('errors for the events of a reply, which need no turnEvents', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-S-B-|', reply);
      const message = 'An event of a reply arrived instead of an event of a tool run: remove turnEvents().';
      const failed = expect.objectContaining({ name: 'MalformedStreamError', message });
      expectObservable(source.pipe(turnEvents())).toBe('-#', undefined, failed);
      expectSubscriptions(source.subscriptions).toBe('^!');
    });
  });

  it('has the type of the events of the run', () => {
    const take = (ga$: Observable<ToolRunEvent>, beta$: Observable<ToolRunEvent<BetaMessageStreamEvent>>) =>
      [ga$.pipe(turnEvents()), beta$.pipe(turnEvents())] as const;
    true satisfies Same<
      ReturnType<typeof take>,
      readonly [Observable<MessageStreamEvent>, Observable<BetaMessageStreamEvent>]
    >;
    expect(take).toHaveLength(2);
  });
});
