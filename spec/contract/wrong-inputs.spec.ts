import { describe, expect, it } from '@jest/globals';
import { asyncScheduler, NEVER, of } from 'rxjs';
import * as library from '../../lib/index.ts';

/** A wrong call: the function, the mistake, the call, and the message of its error. */
type Row = readonly [name: string, wrong: string, call: () => unknown, message: string];

/** Calls with arguments that the types refuse, as plain JavaScript can make them. */
const untyped = library as unknown as Record<string, (...args: unknown[]) => unknown>;
const row = (name: string, wrong: string, args: readonly unknown[], message: string): Row => [
  name,
  wrong,
  () => untyped[name]?.(...args),
  `${name}: ${message}`,
];

const ms = 'pass a number of milliseconds, 0 or more';
const scheduler = 'pass an RxJS scheduler such as asyncScheduler';
const gate = 'pass a gate of createGate()';
const fromOne = 'pass a whole number of 1 or more';
const fromZero = 'pass a whole number of 0 or more';
const stream = 'pass an Observable, a promise or an iterable';
const eventType = 'pass the type of an event, such as content_block_delta for all deltas';
const open = library.createGate();
const meant = (option: string) => `is not an option; did you mean ${option}?`;
const retryNames = 'maxRetries, when, restart, delay, scheduler';

const operators: readonly Row[] = [
  row('drainWith', 'no project', [undefined, { gate: open }], 'project: is missing; pass a function'),
  row('drainWith', 'no options', [() => of(1)], 'options must be an object, such as { gate }'),
  row('drainWith', 'no gate', [() => of(1), {}], `gate: is missing; ${gate}`),
  row('drainWith', 'a gate without pause()', [() => of(1), { gate: {} }], `gate: is an object; ${gate}`),
  row(
    'drainWith',
    'a mark of NaN',
    [() => of(1), { gate: open, highWaterMark: NaN }],
    `highWaterMark: is NaN; ${fromOne}`,
  ),
  row('drainWith', 'a mark of 0', [() => of(1), { gate: open, highWaterMark: 0 }], `highWaterMark: is 0; ${fromOne}`),
  row('eventsOfType', 'an array', [['ping']], `types[0]: is an array; ${eventType}`),
  row('eventsOfType', 'the type of a delta', ['ping', 'text_delta'], `types[1]: is a string; ${eventType}`),
  row('fallbackTo', 'a stream', [NEVER], 'factory: is an object; pass a function'),
  row('fallbackTo', 'when of true', [() => NEVER, { when: true }], 'when: is true; pass a function'),
  row('fallbackTo', 'options of null', [() => NEVER, null], 'options must be an object, such as { when }'),
  row('fromAsyncIterable', 'an iterable', [{}], 'factory: is an object; pass a function'),
  row('fromAsyncIterable', 'nothing', [], 'factory: is missing; pass a function'),
  row('hedge', 'nothing', [], 'options must be an object, such as { after }'),
  row('hedge', 'no time', [{}], `after: is missing; ${ms}`),
  row('hedge', 'a negative time', [{ after: -1 }], `after: is -1; ${ms}`),
  row('hedge', 'a wrong scheduler', [{ after: 1, scheduler: {} }], `scheduler: is an object; ${scheduler}`),
  row('limitConcurrency', 'nothing', [], `limit: is missing; ${fromOne}`),
  row('limitConcurrency', 'half a stream', [0.5], `limit: is 0.5; ${fromOne}`),
  row('raceFirstText', 'a number', [NEVER, 5], `streams[1]: is 5; ${stream}`),
  row('raceFirstText', 'nothing where a stream is', [undefined], `streams[0]: is missing; ${stream}`),
  row('raceFirstText', 'text', ['text'], `streams[0]: is a string; ${stream}`),
  row('raceFirstText', 'a list', [[NEVER]], 'streams: is an array of streams; write raceFirstText(...streams)'),
  row('resumeInterrupted', 'nothing', [], 'options must be an object, such as { resume }'),
  row('resumeInterrupted', 'no resume', [{}], 'resume: is missing; pass a function'),
  row(
    'resumeInterrupted',
    'attempts of NaN',
    [{ resume: () => NEVER, maxRetries: NaN }],
    `maxRetries: is NaN; ${fromZero}`,
  ),
  row('retryMessage', 'a maxRetries of 1.5', [{ maxRetries: 1.5 }], `maxRetries: is 1.5; ${fromZero}`),
  row(
    'retryMessage',
    'a delay as text',
    [{ delay: '1s' }],
    `delay: is a string; ${ms}, or a function that returns one`,
  ),
  row(
    'retryMessage',
    'a source',
    [NEVER],
    'options must be an object, not an Observable; write source.pipe(retryMessage(…))',
  ),
  row('shareStream', 'a grace of NaN', [{ grace: NaN }], `grace: is NaN; ${ms}`),
  row('shareStream', 'a wrong scheduler', [{ scheduler: 5 }], `scheduler: is 5; ${scheduler}`),
  row('toAsyncIterable', 'a gate of true', [{ gate: true }], `gate: is true; ${gate}`),
  row('toAsyncIterable', 'a mark of 0', [{ highWaterMark: 0 }], `highWaterMark: is 0; ${fromOne}`),
  row(
    'toAsyncIterable',
    'a source',
    [NEVER],
    'options must be an object, not an Observable; write source.pipe(toAsyncIterable(…))',
  ),
  row('toReadableStream', 'a gate of true', [{ gate: true }], `gate: is true; ${gate}`),
  row('toReadableStream', 'a mark of NaN', [{ highWaterMark: NaN }], `highWaterMark: is NaN; ${fromOne}`),
];

const messages = () => NEVER;
const params = { model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] };
const misspelt: readonly Row[] = [
  row(
    'runTools',
    'a misspelt approve',
    [messages, params, { tools: [], aprove: () => false }],
    `aprove: ${meant('approve')}`,
  ),
  row(
    'runTools',
    'a misspelt maxTurns',
    [messages, params, { tools: [], maxturns: 2 }],
    `maxturns: ${meant('maxTurns')}`,
  ),
  row('chat', 'a misspelt approve', [messages, params, { aprove: 'ask' }], `aprove: ${meant('approve')}`),
  row('chat', 'a misspelt tool', [messages, params, { tool: [] }], `tool: ${meant('tools')}`),
  row('hedge', 'a misspelt after', [{ after: 1, schedule: asyncScheduler }], `schedule: ${meant('scheduler')}`),
  row('retryMessage', 'the older count', [{ count: 2 }], `count: is not an option; the options are ${retryNames}`),
  row('shareStream', 'a misspelt grace', [{ grase: 5 }], `grase: ${meant('grace')}`),
  row('smoothText', 'a misspelt delay', [{ dealy: 5 }], `dealy: ${meant('delay')}`),
  row('streamMetrics', 'a misspelt prices', [{ price: {} }], `price: ${meant('prices')}`),
  row('toResponse', 'a misspelt gate', [{ gat: open }], `gat: ${meant('gate')}`),
];

const limited = library.limitConcurrency(4);
const madeFunctions: readonly Row[] = [
  [
    'limited',
    'a priority of NaN',
    () => limited({ priority: NaN }),
    'limitConcurrency: priority: is NaN; pass a number',
  ],
  [
    'limited',
    'a priority as text',
    () => limited({ priority: 'high' as unknown as number }),
    'limitConcurrency: priority: is a string; pass a number',
  ],
  [
    'limited',
    'a source, as an operator',
    () => NEVER.pipe(limited as unknown as ReturnType<typeof limited>),
    'limitConcurrency: limited: is not an operator but makes operators; write const limited = limitConcurrency(4); source.pipe(limited())',
  ],
];

describe.each([...operators, ...misspelt, ...madeFunctions])('%s with %s', (_, _wrong, call, message) => {
  it('throws immediately, with the mistake and the fix', () => {
    expect(call).toThrow(expect.objectContaining({ name: 'InvalidOptionsError', message }));
  });
});
