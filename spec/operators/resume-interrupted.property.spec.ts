import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subject } from 'rxjs';
import {
  APIConnectionError,
  contentBlocks,
  type MessageStreamEvent,
  resumeInterrupted,
  snapshots,
} from '../../lib/index.ts';
import { blockStart, blockStop, text, textStart } from '../support/block-events.ts';
import { messageDelta, messageStart } from '../support/events.ts';
import { commandsOf, step } from '../support/model.ts';

type Kind = 'text' | 'thinking';
const attempts = 3;

/** The reply as a list of blocks, and the request that runs. */
class Model {
  readonly blocks: { kind: Kind; text: string; stopped: boolean }[] = [];
  /** Places of the blocks that the running request has started. */
  own: number[] = [];
  started = false;
  known = false;
  asked = 0;
  failed = false;

  get open() {
    const block = this.blocks[this.own.at(-1) ?? -1];
    return block?.stopped === false ? block : undefined;
  }
}

class Real {
  #source = new Subject<MessageStreamEvent>();
  content: unknown[] = [];
  readonly given: number[] = [];
  asked = 0;
  failed = false;

  constructor() {
    const events$ = this.#source.pipe(
      resumeInterrupted<MessageStreamEvent>({
        maxRetries: attempts,
        resume: () => {
          this.asked++;
          return (this.#source = new Subject<MessageStreamEvent>());
        },
      }),
    );
    const shared = new Subject<MessageStreamEvent>();
    shared.pipe(snapshots()).subscribe({
      next: ({ content }) => (this.content = content.map((block) => [block.type, 'text' in block ? block.text : ''])),
      error: () => (this.failed = true),
    });
    shared.pipe(contentBlocks()).subscribe({ next: ({ index }) => this.given.push(index), error: () => undefined });
    events$.subscribe(shared);
  }

  emit(event: MessageStreamEvent): void {
    this.#source.next(event);
  }

  fail(error: Error): void {
    this.#source.error(error);
  }
}

const commands = commandsOf<Model, Real>(
  {
    start: step(fc.constant(undefined), () => ({
      when: (model) => !model.failed && !model.started,
      run: (model, real) => {
        model.started = true;
        real.emit(messageStart({ id: `msg_${model.asked}` }));
      },
    })),
    block: step(fc.constantFrom<Kind>('text', 'text', 'thinking'), (kind) => ({
      when: (model) => !model.failed && model.started && !model.known && !model.open,
      run: (model, real) => {
        const index = model.own.length;
        const last = model.blocks.at(-1);
        if (index === 0 && kind === 'text' && last?.kind === 'text' && !last.stopped) {
          model.own.push(model.blocks.length - 1);
        } else {
          if (index === 0 && last?.kind === 'text') last.stopped = true;
          model.own.push(model.blocks.push({ kind, text: '', stopped: false }) - 1);
        }
        real.emit(
          kind === 'text'
            ? textStart(index)
            : (blockStart(index, { type: 'thinking', thinking: '', signature: '' }) as MessageStreamEvent),
        );
      },
    })),
    delta: step(fc.constantFrom('a', 'b'), (letter) => ({
      when: (model) => !model.failed && model.open?.kind === 'text',
      run: (model, real) => {
        model.open!.text += letter;
        real.emit(text(model.own.length - 1, letter));
      },
    })),
    stop: step(fc.constant(undefined), () => ({
      when: (model) => !model.failed && model.open !== undefined,
      run: (model, real) => {
        model.open!.stopped = true;
        real.emit(blockStop(model.own.length - 1));
      },
    })),
    reason: step(fc.constant(undefined), () => ({
      when: (model) => !model.failed && model.started && !model.known && !model.open,
      run: (model, real) => {
        const last = model.blocks.at(-1);
        if (last?.kind === 'text') last.stopped = true;
        model.known = true;
        real.emit(messageDelta());
      },
    })),
    cut: step(fc.constant(undefined), () => ({
      when: (model) => !model.failed,
      run: (model, real) => {
        if (model.known || model.blocks.length === 0 || model.asked === attempts) model.failed = true;
        else {
          model.asked++;
          model.own = [];
          model.started = false;
        }
        real.fail(new APIConnectionError('gone'));
      },
    })),
  },
  (model, real) => {
    const given = model.blocks.flatMap(({ stopped }, index) => (stopped ? [index] : []));
    expect({ content: real.content, given: [...real.given].sort(), asked: real.asked, failed: real.failed }).toEqual({
      content: model.blocks.map(({ kind, text }) => [kind, text]),
      given,
      asked: model.asked,
      failed: model.failed,
    });
  },
);

describe('resumeInterrupted', () => {
  it('joins any pieces to one message, in which each block stops once', () => {
    fc.assert(
      fc.property(commands, (steps) => fc.modelRun(() => ({ model: new Model(), real: new Real() }), steps)),
      { numRuns: 300 },
    );
  });
});
