import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, map, type Observable, of, type OperatorFunction, toArray } from 'rxjs';
import {
  type BetaMessageStreamEvent,
  contentBlocks,
  finalMessage,
  finalText,
  type MessageStreamEvent,
  runTools,
  textDeltas,
  textSnapshots,
  toolInputs,
  toolUses,
} from '../../lib/index.ts';
import { blockStart, blockStop, json, text, textStart, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop } from '../support/events.ts';
import { params } from '../support/params.ts';

const end = [messageDelta('tool_use'), messageStop];
const whole = { a: 1 };

/** Streams of one call whose block ends in unusual ways, and the expected input. */
const calls: Readonly<Record<string, readonly [events: BetaMessageStreamEvent[], input: unknown]>> = {
  'stopped once': [[toolStart(0, 'f'), json(0, '{"a":1}'), blockStop(0), ...end], whole],
  'stopped twice': [[toolStart(0, 'f'), json(0, '{"a":1}'), blockStop(0), blockStop(0), ...end], whole],
  'stopped again after the next block': [
    [toolStart(0, 'f'), json(0, '{"a":1}'), blockStop(0), textStart(1, 'x'), blockStop(0), blockStop(1), ...end],
    whole,
  ],
  'never stopped': [[toolStart(0, 'f'), json(0, '{"a":1}'), ...end], whole],
  'never stopped, before another block': [
    [toolStart(0, 'f'), json(0, '{"a":1}'), textStart(1, 'x'), blockStop(1), ...end],
    whole,
  ],
  'ended by a block of the same index': [
    [toolStart(0, 'f'), json(0, '{"a":1}'), textStart(0, 'x'), blockStop(0), ...end],
    whole,
  ],
  'started twice': [[toolStart(0, 'f'), toolStart(0, 'f'), json(0, '{"a":1}'), blockStop(0), ...end], whole],
  'beside a stop of an index that never started': [
    [toolStart(0, 'f'), blockStop(5), json(0, '{"a":1}'), blockStop(0), ...end],
    whole,
  ],
  'with a fragment after its stop': [
    [toolStart(0, 'f'), json(0, '{"a":1}'), blockStop(0), json(0, '{"a":2}'), ...end],
    whole,
  ],
  'with a blank fragment after its stop': [
    [toolStart(0, 'f'), json(0, '{"a":1}'), blockStop(0), json(0, ''), ...end],
    whole,
  ],
  'with its input in the start': [[toolStart(0, 'f', whole), blockStop(0), ...end], whole],
  'with its input in the start and an empty fragment': [
    [toolStart(0, 'f', whole), json(0, ''), blockStop(0), ...end],
    whole,
  ],
  'with another input in its fragments': [
    [toolStart(0, 'f', { b: 2 }), json(0, ''), json(0, '{"a":1}'), blockStop(0), ...end],
    whole,
  ],
  'with its input as a JSON text in the start': [[toolStart(0, 'f', '{"a":1}'), blockStop(0), ...end], whole],
  'with its input encoded twice': [
    [toolStart(0, 'f'), json(0, '"{\\"a'), json(0, '\\":1}"'), blockStop(0), ...end],
    whole,
  ],
  'without any input': [[toolStart(0, 'f'), blockStop(0), ...end], {}],
};

const inputsOf = (values: readonly object[]) => values.map((value) => (value as { input?: unknown }).input);

describe('a call whose block is', () => {
  it.each(Object.entries(calls))('%s has one input, everywhere', async (_, [events, input]) => {
    const events$ = from([messageStart(), ...events]);
    const uses = await lastValueFrom(events$.pipe(toolUses(), toArray()));
    const blocks = await lastValueFrom(events$.pipe(contentBlocks(), toArray()));
    const inputs = await lastValueFrom(events$.pipe(toolInputs(), toArray()));
    const message = await lastValueFrom(events$.pipe(finalMessage()));
    const isCall = (block: object) => 'input' in block;
    expect(inputsOf(uses)).toEqual([input]);
    expect(inputsOf(blocks.map(({ block }) => block).filter(isCall))).toEqual([input]);
    expect(inputsOf(inputs.filter(({ complete }) => complete))).toEqual([input]);
    expect(inputsOf(message.content.filter(isCall))).toEqual([input]);
  });

  it.each(Object.entries(calls))('%s is run once', async (_, [events, input]) => {
    const given: unknown[] = [];
    const tool = { name: 'f', definition: { name: 'f', input_schema: { type: 'object' } }, run: run(given) } as const;
    const replies = [events, [textStart(0, 'done'), blockStop(0), messageDelta(), messageStop]];
    const stream = (): Observable<MessageStreamEvent> =>
      from([messageStart(), ...(replies.shift() ?? [])] as MessageStreamEvent[]);
    await lastValueFrom(runTools(stream, params, { tools: [tool] }));
    expect(given).toEqual([input]);
  });

  it.each<[string, BetaMessageStreamEvent[]]>([
    ['cut inside its input', [toolStart(0, 'f'), json(0, '{"a":')]],
    ['cut, though the message ends', [toolStart(0, 'f'), json(0, '{"a":'), ...end]],
    ['cut by a block of the same index', [toolStart(0, 'f'), json(0, '{"a":'), textStart(0, 'x'), ...end]],
    ['cut by max_tokens', [toolStart(0, 'f'), json(0, '{}'), blockStop(0), messageDelta('max_tokens'), messageStop]],
    ['cut by max_tokens, never stopped', [toolStart(0, 'f'), json(0, '{}'), messageDelta('max_tokens'), messageStop]],
  ])('%s is not emitted', async (_, events) => {
    expect(await lastValueFrom(from([messageStart(), ...events]).pipe(toolUses(), toArray()))).toEqual([]);
  });
});

describe('text', () => {
  it('inside a block of thinking is the same in pieces and in messages', async () => {
    const thinking = blockStart(0, { type: 'thinking', thinking: '', signature: '' });
    const events = [thinking, text(0, 'a'), text(0, 'b'), blockStop(0), messageDelta(), messageStop];
    const events$ = from([messageStart(), ...events]);
    const last = async (operator: OperatorFunction<BetaMessageStreamEvent, string>) =>
      (await lastValueFrom(events$.pipe(operator, toArray()))).at(-1);
    expect(await Promise.all([textDeltas(), textSnapshots(), finalText()].map(last))).toEqual(['b', 'ab', 'ab']);
    const blocks = await lastValueFrom(events$.pipe(contentBlocks(), toArray()));
    expect(blocks.map(({ index, block }) => [index, block.type])).toEqual([
      [0, 'thinking'],
      [0, 'text'],
    ]);
  });

  it('that arrives after the stop of its block is not lost', async () => {
    const late = [textStart(0, 'a'), blockStop(0), text(0, 'b'), messageDelta(), messageStop];
    const message$ = from([messageStart(), ...late]).pipe(finalMessage());
    expect(await lastValueFrom(message$.pipe(map(({ content }) => content)))).toEqual([{ type: 'text', text: 'ab' }]);
  });
});

function run(given: unknown[]) {
  return (input: unknown) => {
    given.push(input);
    return of('done');
  };
}
