import {
  type BlockSpec,
  messageEvents,
  type Reply,
  type RequestBody,
  type SeenRequest,
  sseBody,
} from 'anthropic-rxjs/testing';
import { setTimeout } from 'node:timers/promises';
import { planets, saltySea, sorting } from './demo-texts.ts';

interface ModelPace {
  /** The time before the first token, in ms. */
  readonly wait: number;
  readonly tokensPerSecond: number;
}

const paces: Readonly<Record<string, ModelPace>> = {
  'claude-haiku-4-5': { wait: 200, tokensPerSecond: 110 },
  'claude-sonnet-5': { wait: 500, tokensPerSecond: 55 },
  'claude-opus-4-8': { wait: 1_100, tokensPerSecond: 28 },
};

/** Answers the questions that the script of the replay server does not know; each model at its own pace. */
export function demoReplies(speed = 1): (request: SeenRequest) => Reply | undefined {
  return ({ body }) => {
    const content = body && contentFor(body);
    if (!content) return undefined;
    const { model } = body;
    const events = messageEvents({ content, model, chunk: (text) => text.match(/\s*\S{1,8}/g) ?? [text] });
    const { wait, tokensPerSecond } = paces[model] ?? { wait: 500, tokensPerSecond: 55 };
    return {
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      body: paced(events, wait / speed, 1_000 / tokensPerSecond / speed),
    };
  };
}

function contentFor({ model, messages, tools }: RequestBody): BlockSpec | undefined {
  const { content } = messages.at(-1) ?? {};
  const question = typeof content === 'string' ? content : '';
  for (const tool of tools ?? [])
    if ('input_schema' in tool && Object.hasOwn(Object(tool.input_schema.properties) as object, 'planets'))
      return { tool_use: { name: tool.name, input: { planets } } };
  if (/sea salty/i.test(question)) return saltySea[model];
  return /\bsort\b/i.test(question) ? sorting : undefined;
}

async function* paced(
  events: ReturnType<typeof messageEvents>,
  wait: number,
  interval: number,
): AsyncGenerator<string, void> {
  let due = performance.now() + wait;
  for (const [i, event] of events.entries()) {
    // Models do not write evenly either.
    if (event.type === 'content_block_delta') due += interval * (1 + 0.6 * Math.sin(i * 1.7));
    const ahead = due - performance.now();
    if (ahead > 1 && event.type !== 'message_start') await setTimeout(ahead);
    yield sseBody([event]);
  }
}
