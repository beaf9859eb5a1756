import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, NEVER, type OperatorFunction, take, toArray } from 'rxjs';
import * as operators from '../../lib/index.ts';
import type { MessageStreamEvent } from '../../lib/index.ts';
import { reply } from '../support/events.ts';
import { expectSilence } from '../support/expect-silence.ts';
import { marbles } from '../support/marbles.ts';

type Operator = () => OperatorFunction<MessageStreamEvent, unknown>;

const table: Record<string, Operator> = {
  citations: operators.citations,
  contentBlocks: operators.contentBlocks,
  eventsOfType: () => operators.eventsOfType('content_block_delta'),
  finalMessage: operators.finalMessage,
  finalText: operators.finalText,
  helperEvents: operators.helperEvents,
  inputJsonDeltas: operators.inputJsonDeltas,
  resumeInterrupted: () => operators.resumeInterrupted<MessageStreamEvent>({ resume: () => NEVER, maxRetries: 0 }),
  retainPartial: operators.retainPartial,
  retryMessage: () => operators.retryMessage<MessageStreamEvent>({ maxRetries: 0 }),
  snapshots: operators.snapshots,
  textDeltas: operators.textDeltas,
  textSnapshots: operators.textSnapshots,
  thinkingDeltas: operators.thinkingDeltas,
  toolInputs: operators.toolInputs,
  toolUses: operators.toolUses,
  usage: operators.usage,
};

/** Operators that error without a complete message. */
const needsMessage = ['finalMessage', 'finalText'];
/** Operators that add the partial message to the errors that pass. */
const retains = Object.keys(table).filter(
  (name) =>
    !['citations', 'eventsOfType', 'inputJsonDeltas', 'retryMessage', 'textDeltas', 'thinkingDeltas'].includes(name),
);

describe.each(Object.entries(table))('%s', (name, operator) => {
  it('emits nothing for a source that never emits, and unsubscribes from it', () => {
    expectSilence(operator());
  });

  it('ends with an empty source', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<MessageStreamEvent>('---|');
      const message = 'The stream ended without message_start: it contains no reply. Send the request again.';
      const incomplete = new operators.IncompleteStreamError(message);
      expectObservable(source.pipe(operator())).toBe(needsMessage.includes(name) ? '---#' : '---|', {}, incomplete);
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it('passes an error on and unsubscribes from the source', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<MessageStreamEvent>('---#', reply, 'broken');
      expectObservable(source.pipe(operator())).toBe('---#', {}, 'broken');
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it(`${retains.includes(name) ? 'adds' : 'does not add'} the partial message to an error of this library`, () => {
    const error = new operators.APIConnectionError('gone');
    const seen: unknown[] = [];
    marbles(({ cold }) => {
      const source = cold('SBab#', reply, error);
      source.pipe(operator()).subscribe({ error: (failure: unknown) => seen.push(failure) });
    });
    expect(seen).toEqual([error]);
    expect(error.partialMessage?.content).toEqual(retains.includes(name) ? [{ type: 'text', text: 'ab' }] : undefined);
  });

  it('unsubscribes from the source when it is unsubscribed in the middle', () => {
    marbles(({ cold, expectSubscriptions }) => {
      const source = cold('-S-B-a-b-E-D-X-|', reply);
      const subscription = source
        .pipe(operator())
        .subscribe({ error: (error: unknown) => expect(error).toBe(undefined) });
      cold('------x').subscribe({ next: () => subscription.unsubscribe(), error: () => undefined });
      expectSubscriptions(source.subscriptions).toBe('^-----!');
    });
  });

  it('keeps two sources of one operator value apart', () => {
    marbles(({ cold, expectObservable }) => {
      const shared = operator();
      const source = () => cold('-S-B-a-b-E-D-X-|', reply);
      expectObservable(cold('---S-B-a', reply).pipe(shared), '^------!');
      expectObservable(source().pipe(shared)).toEqual(source().pipe(operator()));
    });
  });

  it('accepts unknown events', () => {
    marbles(({ cold, expectObservable }) => {
      const source = (diagram: string) => cold(diagram, reply).pipe(operator());
      const passed = ['helperEvents', 'resumeInterrupted', 'retainPartial', 'retryMessage', 'snapshots'].includes(name);
      if (!passed) expectObservable(source('USUBUaUbUEUDUXU|')).toEqual(source('-S-B-a-b-E-D-X-|'));
      else expectObservable(source('---U|'), '^').toBe(name === 'snapshots' ? '----|' : '---U|', reply);
    });
  });

  it('emits the same for an async iterable of another source', async () => {
    const events = [reply.S, reply.B, reply.a, reply.b, reply.E, reply.D, reply.X];
    async function* other() {
      for (const event of events) yield await Promise.resolve(event);
    }
    const [one, two] = [from(events), from(other())].map((source) => lastValueFrom(source.pipe(operator(), toArray())));
    expect(await two).toEqual(await one);
  });

  it('stops a source that emits synchronously as soon as it is unsubscribed', () => {
    const pulled: string[] = [];
    function* endless() {
      for (const event of [reply.S, reply.B, reply.a, reply.E, reply.D, reply.X]) yield event;
      for (;;) {
        pulled.push('too far');
        if (pulled.length > 9) return;
        yield reply.X;
      }
    }
    from(endless())
      .pipe(operator(), take(1))
      .subscribe({ error: () => undefined });
    const neverEmits = ['citations', 'inputJsonDeltas', 'thinkingDeltas', 'toolInputs', 'toolUses', ...needsMessage];
    expect(pulled.length).toBe(neverEmits.includes(name) ? 10 : 0);
  });
});

describe('the table above', () => {
  it('names every operator', () => {
    // Those of structured output have their own table.
    // The others do not take one stream of messages, or change how it ends.
    const elsewhere = [
      'chat',
      'coalesceText',
      'conversation',
      'createGate',
      'drainWith',
      'errorText',
      'fallbackTo',
      'hedge',
      'limitConcurrency',
      'openResponse',
      'raceFirstText',
      'shareStream',
      'smoothText',
      'streamMetrics',
      'streamState',
      'finalOutput',
      'outputElements',
      'partialOutput',
      'turnEvents',
      'outputFormat',
      'outputTool',
      'runTools',
      'tool',
    ];
    const isOperator = (name: string) =>
      /^[a-z]/.test(name) && !elsewhere.includes(name) && !/^(is|from|default|raw|to|continuation)[A-Z]/.test(name);
    expect(Object.keys(operators).filter(isOperator).sort()).toEqual(Object.keys(table).sort());
  });
});
