import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, from, lastValueFrom, type OperatorFunction, toArray } from 'rxjs';
import * as library from '../../lib/index.ts';
import {
  type BetaMessage,
  type BetaMessageStreamEvent,
  finalMessage,
  fromMessage,
  snapshots,
} from '../../lib/index.ts';
import { deepFreeze } from '../support/deep-freeze.ts';
import { readRecordings, type Recording } from '../support/read-recordings.ts';

const recordings = readRecordings();

const named = (list: readonly Recording[]) => list.map((recording) => [recording.name, recording] as const);
const whole = recordings.filter(({ message }) => message);
const find = (name: string) => recordings.find((recording) => recording.name === name);
/** The recordings of these names: our own always, those of real servers beside some checkouts. */
const present = (...names: string[]) => named(names.map(find).filter((recording) => recording !== undefined));

describe('a recorded stream', () => {
  it.each(named(whole))('%s accumulates to its message, and so do the events of the message', async (_, recording) => {
    const events = deepFreeze(structuredClone(recording.events));
    expect(await lastValueFrom(from(events).pipe(finalMessage()))).toStrictEqual(recording.message);
    const messages = await lastValueFrom(from(events).pipe(snapshots(), toArray()));
    expect(messages.at(-1)).toStrictEqual(recording.message);
    expect(messages).toHaveLength(events.length);
    expect(await lastValueFrom(fromMessage(recording.message!).pipe(finalMessage()))).toStrictEqual(recording.message);
  });

  it.each(present('overloaded-midstream', 'vercel-inline-error-overloaded-midstream'))(
    '%s is incomplete, and the error has the partial message',
    async (_, { events, partial }) => {
      const error: unknown = await firstValueFrom(from(events).pipe(finalMessage())).catch((error: unknown) => error);
      expect(error).toMatchObject({ name: 'IncompleteStreamError' });
      expect((error as { partialMessage?: BetaMessage }).partialMessage).toStrictEqual(partial);
    },
  );

  it.each(
    present(
      'no-final-blank-line',
      'py-sdk-basic-response.no-final-blank-line',
      'vercel-inline-caller-code-execution',
      'vercel-inline-tool-input-in-block-start',
    ),
  )(
    '%s has a stop reason and no open block, so it is complete without message_stop',
    async (_, { events, partial }) => {
      expect(await lastValueFrom(from(events).pipe(finalMessage()))).toStrictEqual(partial);
    },
  );

  it.each(present('repeated-message-start', 'vercel-duplicate-message-start'))(
    '%s continues, where the official SDK throws',
    async (_, { events }) => {
      const message = await lastValueFrom(from(events).pipe(finalMessage()));
      expect(message.content).toEqual([
        { type: 'text', text: expect.stringMatching(/^(Good morning\.|Hello, World!)$/) },
      ]);
    },
  );

  it.each(present('broken-tool-input', 'ts-sdk-test-beta-bad-tool-json'))(
    '%s keeps the part of the input that is JSON, and toolUses reports the rest',
    async (name, { events }) => {
      const message = await lastValueFrom(from(events).pipe(finalMessage()));
      const input = name === 'broken-tool-input' ? { city: 'Oslo', days: 2 } : { foo: 'bar' };
      expect(message.content).toMatchObject([{ type: 'tool_use', input }]);
      const error: unknown = await lastValueFrom(from(events).pipe(library.toolUses())).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ name: 'ToolInputError' });
    },
  );

  it.each(present('two-messages', 'vercel-tool-search-bm25.1', 'vercel-tool-search-deferred-bm25'))(
    '%s accumulates to each of its messages',
    async (name, { events }) => {
      const parts = recordings
        .filter((recording) => recording.name.startsWith(`${name}.m`))
        .map(({ message }) => message);
      const messages = await lastValueFrom(from(events).pipe(snapshots(), toArray()));
      const last = new Map(messages.map((message) => [message.id, message]));
      expect([...last.values()]).toStrictEqual(parts);
      expect(parts.length).toBeGreaterThan(1);
    },
  );

  it.each(named(recordings))('%s flows through every operator with unknown types only', async (_, recording) => {
    const renamed = recording.events.map((event) => rename(event) as BetaMessageStreamEvent);
    const operators: OperatorFunction<BetaMessageStreamEvent, unknown>[] = [
      library.citations(),
      library.contentBlocks(),
      library.inputJsonDeltas(),
      library.textDeltas(),
      library.textSnapshots(),
      library.thinkingDeltas(),
      library.toolInputs(),
      library.toolUses(),
      library.usage(),
      snapshots(),
    ];
    for (const operator of operators) {
      expect(await lastValueFrom(from(renamed).pipe(operator, toArray()))).toEqual([]);
    }
    const passing: typeof operators = [library.helperEvents(), library.retainPartial()];
    for (const operator of passing) {
      expect(await lastValueFrom(from(renamed).pipe(operator, toArray()))).toEqual(renamed);
    }
  });

  it.each(named(whole))('%s keeps blocks of unknown types unchanged', async (_, recording) => {
    const events = recording.events.map((event) =>
      event.type === 'content_block_start'
        ? ({ ...event, content_block: { ...event.content_block, type: 'x' } } as unknown as typeof event)
        : event,
    );
    const sent = events.flatMap((event) => (event.type === 'content_block_start' ? [event.content_block] : []));
    const carried = recording.events.flatMap((event) => (event.type === 'message_start' ? event.message.content : []));
    const message = await lastValueFrom(from(events).pipe(finalMessage()));
    expect(message.content).toStrictEqual([...carried, ...sent]);
  });
});

/** The event with its own type, and those of its block and delta, changed to unknown ones. */
function rename(event: BetaMessageStreamEvent): object {
  const unknown = (value: object) => ({ ...value, type: `x_${(value as { type: string }).type}` });
  return unknown({
    ...event,
    ...('content_block' in event && { content_block: unknown(event.content_block) }),
    ...(event.type === 'content_block_delta' && { delta: unknown(event.delta) }),
  });
}
