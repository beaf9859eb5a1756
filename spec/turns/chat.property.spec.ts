import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subject } from 'rxjs';
import {
  type Chat,
  chat,
  type ChatState,
  type ChatTurn,
  type Issue,
  type MessageCreateParams,
  type MessageStreamEvent,
  type SavedChat,
  tool,
} from '../../lib/index.ts';
import { isRunning } from '../../lib/turns/chat-turn.ts';
import { historyIssues, messageEvents, type MessageSpec } from '../../lib/testing/index.ts';
import { anyReply } from '../support/any-reply.ts';
import { commandsOf, step } from '../support/model.ts';
import { chatByHand, linesOf } from './scripted-chat.ts';

/** The smallest chat: lines of text. */
class Model {
  /** Question and reply take turns; a turn is [text, status]. */
  turns: [text: string, status: string][] = [];
  queued: string[] = [];
  held = false;

  get running(): boolean {
    return ['pending', 'streaming'].includes(this.turns.at(-1)?.[1] ?? '');
  }

  lines(): string[] {
    return [
      ...this.turns.map(([text, status], i) => `${i % 2 === 0 ? 'user' : 'assistant'} ${text} (${status})`),
      ...this.queued.map((text) => `queued ${text}`),
    ];
  }

  ask(text: string): void {
    this.turns.push([text, 'sent'], ['', 'pending']);
  }

  end(status: string): void {
    this.turns.at(-1)![1] = status;
    this.held = status === 'error';
    this.next();
  }

  next(): void {
    if (!this.running && !this.held && this.queued.length > 0) this.ask(this.queued.shift()!);
  }

  /** Asks the question at or before a place again. */
  again(place: number, text = this.turns[place - (place % 2)]?.[0]): void {
    if (text === undefined) return;
    this.turns.splice(place - (place % 2));
    this.ask(text);
  }
}

const replies: readonly MessageSpec[] = [
  { content: 'one' },
  { content: [{ thinking: 'Hm.', signature: 'c2ln' }, 'two', { tool_use: { name: 'f', input: {}, id: 'toolu_9' } }] },
  { content: ' ', stop_reason: 'max_tokens' },
  { content: 'I can', stop_reason: 'refusal' },
  { content: [], stop_reason: 'end_turn' },
];

class Real {
  readonly by = chatByHand();
  readonly states: ChatState[] = [];
  errors = 0;
  /** The state before the latest command. */
  before: ChatState;

  constructor() {
    this.before = this.chat.state;
    this.chat.state$.subscribe({ next: (state) => this.states.push(state), error: () => this.errors++ });
  }

  get chat(): Chat {
    return this.by.chat;
  }
}

const place = fc.nat({ max: 9 });
const word = fc.constantFrom('a', 'b', ' ', 'c');
const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

const commands = commandsOf<Model, Real>(
  {
    send: step(word, (text) => ({
      run: (model, real) => {
        if (text !== ' ') {
          model.queued.push(text);
          if (!model.running) model.held = false;
          model.next();
        }
        real.chat.send(text);
      },
    })),
    begin: step(fc.constant(0), () => ({
      when: (model) => model.turns.at(-1)?.[1] === 'pending',
      run: (model, real) => {
        model.turns[model.turns.length - 1] = ['be', 'streaming'];
        for (const event of messageEvents('be gin').slice(0, 3)) real.by.last().events$.next(event);
      },
    })),
    reply: step(fc.constantFrom(...replies), (spec) => ({
      when: (model) => model.turns.at(-1)?.[1] === 'pending',
      run: (model, real) => {
        const events = messageEvents(spec);
        const text = [spec.content]
          .flat()
          .map((block) => (typeof block === 'string' ? block : ''))
          .join('');
        model.turns.at(-1)![0] = text;
        model.end(spec.stop_reason === 'refusal' ? 'refused' : 'done');
        const { events$ } = real.by.last();
        for (const event of events) events$.next(event);
        events$.complete();
      },
    })),
    fault: step(fc.constantFrom<'complete' | 'error'>('complete', 'error'), (kind) => ({
      when: (model) => model.running,
      run: (model, real) => {
        model.end(kind === 'error' ? 'error' : 'stopped');
        if (kind === 'error') real.by.last().events$.error(new Error('broken'));
        else real.by.last().events$.complete();
      },
    })),
    stop: step(fc.constant(0), () => ({
      run: (model, real) => {
        if (model.running) model.end('stopped');
        real.chat.stop();
      },
    })),
    unqueue: step(place, (index) => ({
      when: (model) => model.queued.length > 0,
      run: (model, real) => {
        model.queued.splice(index % model.queued.length, 1);
        real.chat.stop(at(real.chat.state.queued, index));
      },
    })),
    retry: step(fc.constant(0), () => ({
      run: (model, real) => {
        const status = model.turns.at(-1)?.[1] ?? '';
        if (['error', 'stopped', 'refused'].includes(status)) model.again(model.turns.length - 1);
        real.chat.retry();
      },
    })),
    retryTurn: step(place, (index) => ({
      when: (model) => model.turns.length > 0,
      run: (model, real) => {
        model.again(index % model.turns.length);
        real.chat.retry(at(real.chat.state.turns, index));
      },
    })),
    regenerate: step(fc.constant(0), () => ({
      run: (model, real) => {
        model.again(model.turns.length - 1);
        real.chat.regenerate();
      },
    })),
    edit: step(fc.tuple(place, word), ([index, text]) => ({
      when: (model) => model.turns.length > 0,
      run: (model, real) => {
        const question = (index % model.turns.length) & ~1;
        const changed = text === ' ' ? text : model.turns[question]![0] + text;
        if (text !== ' ') model.again(question, changed);
        real.chat.edit(real.chat.state.turns[question]!, changed);
      },
    })),
    reset: step(fc.constant(0), () => ({
      run: (model, real) => {
        Object.assign(model, { turns: [], queued: [] });
        real.chat.reset();
      },
    })),
    reload: step(fc.constant(0), () => ({
      run: (model, real) => {
        if (model.running) model.turns.at(-1)![1] = 'stopped';
        model.held = true;
        const text = JSON.stringify(real.chat);
        real.chat.restore(JSON.parse(text) as SavedChat);
        expect(linesOf(real.chat.state)).toEqual(model.lines());
        real.before = real.chat.state; // restored turns are other objects
      },
    })),
  },
  (model, real) => {
    const { state } = real.chat;
    expect(linesOf(state)).toEqual(model.lines());
    expect(real.states.at(-1)).toBe(state);
    expect(real.errors).toBe(0);
    // One request runs at most: that of the last turn.
    expect(real.by.requests.map(({ events$ }) => events$.observed)).toEqual(
      real.by.requests.map((_, i) => model.running && i === real.by.requests.length - 1),
    );
    checkChanges(real.before, state);
    real.before = state;
  },
);

/** Turns that look the same are the same objects, and a reply that has ended never changes. */
function checkChanges(before: ChatState, after: ChatState): void {
  const known = new Map([...before.turns, ...before.queued].map((turn) => [turn.id, turn]));
  for (const turn of [...after.turns, ...after.queued]) {
    const old = known.get(turn.id);
    if (old && looksOf(old) === looksOf(turn)) expect(turn).toBe(old);
    if (old?.role === 'assistant' && !isRunning(old)) expect(turn).toBe(old);
  }
}

const looksOf = (turn: ChatTurn) => JSON.stringify(turn);

const params = { model: 'claude-sonnet-5', max_tokens: 64 };
const f = tool({ name: 'f', description: 'Runs.', inputSchema: { type: 'object' }, run: () => 'ok' });
/** The replies of this spec repeat ids, unlike those of the API. */
const issuesOf = (sent: MessageCreateParams) =>
  historyIssues(sent, { unsignedThinking: true }).filter(({ message }) => !message.endsWith('ids must be unique'));

describe('a chat', () => {
  it('behaves like its model, whatever the user and the API do', () => {
    fc.assert(
      fc.property(commands, (steps) => {
        const real = new Real();
        fc.modelRun(() => ({ model: new Model(), real }), steps);
        real.chat.dispose();
        expect(real.by.requests.some(({ events$ }) => events$.observed)).toBe(false);
        const { length } = real.states;
        real.chat.send('late');
        real.chat.regenerate();
        expect([real.states.length, real.by.requests.some(({ events$ }) => events$.observed)]).toEqual([length, false]);
      }),
      { numRuns: 400 },
    );
  });

  it('sends only histories that the API accepts, however replies end', () => {
    const ends = fc.constantFrom<'whole' | 'stop' | 'error' | 'reload'>('whole', 'stop', 'error', 'reload');
    const exchange = fc.record({ events: anyReply, at: fc.nat({ max: 20 }), end: ends, retried: fc.boolean() });
    const run = (exchanges: readonly (typeof exchange extends fc.Arbitrary<infer T> ? T : never)[], tools: boolean) => {
      const issues: Issue[] = [];
      let events$ = new Subject<MessageStreamEvent>();
      const stream = (params: MessageCreateParams) => {
        issues.push(...issuesOf(params));
        return (events$ = new Subject());
      };
      const talk = chat(stream, params, tools ? { tools: [f], maxTurns: 3 } : {});
      for (const { events, at, end, retried } of exchanges) {
        if (retried) talk.regenerate();
        else talk.send('Hi');
        for (const event of end === 'whole' ? events : events.slice(0, at)) events$.next(event);
        if (end === 'whole') events$.complete();
        else if (end === 'error') events$.error(new Error('broken'));
        else if (end === 'stop') talk.stop();
        else talk.restore(JSON.parse(JSON.stringify(talk)) as SavedChat);
        if (talk.state.status === 'streaming') talk.stop();
      }
      talk.reset(talk.history);
      talk.send('more');
      expect(issues).toEqual([]);
    };
    fc.assert(
      fc.property(fc.array(exchange, { maxLength: 4 }), fc.boolean(), (exchanges, tools) => run(exchanges, tools)),
      { numRuns: 500 },
    );
  });
});
