import { describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import * as v from 'valibot';
import * as z from 'zod/mini';
import {
  AnthropicClient,
  type BetaMessage,
  type BetaMessageCreateParams,
  type BetaMessageParam,
  type BetaMessageStreamEvent,
  type Chat,
  chat,
  type Message,
  type MessageParam,
  type MessageStreamEvent,
  type RunnableTool,
  runTools,
  tool,
  type ToolRunEvent,
  type ToolUse,
  type ToolUseBlock,
} from '../../lib/index.ts';
import { params } from '../support/params.ts';
import type { Assignable, Same } from '../support/type-assertions.ts';

type Emits<T> = T extends Observable<infer Value> ? Value : never;
type Call = ToolUse<'weather', { city: string; days?: string | undefined }> | ToolUse<'add', { a: number; b: number }>;

const client = new AnthropicClient({ apiKey: 'key' });
const weather = tool({
  name: 'weather',
  description: 'Returns the weather.',
  inputSchema: z.object({ city: z.string(), days: z.optional(z.pipe(z.string(), z.transform(Number))) }),
  run: ({ city, days }) => {
    true satisfies Same<typeof days, number | undefined>;
    return `${city} ${days}`;
  },
});
const add = tool({
  name: 'add',
  description: 'Adds.',
  inputSchema: v.object({ a: v.number(), b: v.number() }),
  run: ({ a, b }) => a + b,
});
const json = tool({ name: 'json', description: 'Any.', inputSchema: { type: 'object' }, run: (input) => typeof input });
const tools = [weather, add];

describe('a run of typed tools', () => {
  it('emits calls as a union by name, each with the input type of its schema', () => {
    const _run$ = runTools(client.messages, params, { tools });
    type Event = Extract<Emits<typeof _run$>, { toolUse: unknown }>;
    const read = (event: Emits<typeof _run$>): number | string | undefined => {
      if (!('toolUse' in event)) return undefined;
      return event.toolUse.name === 'add' ? event.toolUse.input.a : event.toolUse.input.city;
    };
    expect(read({ type: 'message_event', turn: 1, event: { type: 'message_stop' } })).toBe(undefined);
    expect(true satisfies Same<Event['toolUse'], Call>).toBe(true);
    expect(true satisfies Same<Event['type'], 'tool_started' | 'tool_progress' | 'tool_finished' | 'tool_failed'>).toBe(
      true,
    );
  });

  it('calls approve with the same union', () => {
    const run$ = runTools(client.messages, params, {
      tools,
      approve: (toolUse) => {
        true satisfies Same<typeof toolUse, Call>;
        return toolUse.name === 'add' ? toolUse.input.a < 9 : { reason: toolUse.input.city };
      },
      stopWhen: ({ message, usage }) => message.content.length > 3 || usage.output_tokens > 9,
      prepareTurn: ({ turn, messages }) => {
        true satisfies Same<typeof messages, readonly MessageParam[]>;
        return turn > messages.length ? { max_tokens: 9 } : undefined;
      },
    });
    expect(run$).toBeDefined();
  });

  it('has the params and events of its client', () => {
    const _ga$ = runTools(client.messages, params, { tools });
    const _beta$ = runTools(client.beta.messages, { ...params, betas: ['x'] }, { tools });
    const _own$ = runTools((sent: typeof params) => client.messages.stream(sent, { timeout: 9 }), params, { tools });
    expect(true satisfies Same<Emits<typeof _ga$>, ToolRunEvent<MessageStreamEvent, MessageParam, Call>>).toBe(true);
    expect(true satisfies Same<Emits<typeof _own$>, Emits<typeof _ga$>>).toBe(true);
    expect(
      true satisfies Same<Emits<typeof _beta$>, ToolRunEvent<BetaMessageStreamEvent, BetaMessageParam, Call>>,
    ).toBe(true);
    // @ts-expect-error betas belong to client.beta.messages
    void runTools(client.messages, { ...params, betas: ['x'] satisfies string[] }, { tools });
    // @ts-expect-error a whole client does not stream
    expect(() => runTools(client, params, { tools })).toThrow('runTools: source');
  });

  it('types the params of a function, whatever the other options', () => {
    const _ga$ = runTools((sent) => client.messages.stream(sent), params, {
      tools,
      prepareTurn: () => ({ max_tokens: 9 }),
    });
    const _beta$ = runTools(
      (sent: BetaMessageCreateParams) => client.beta.messages.stream(sent),
      { ...params, betas: ['x'] },
      { tools, prepareTurn: () => ({ betas: [] }) },
    );
    expect(true satisfies Same<Emits<typeof _ga$>, ToolRunEvent<MessageStreamEvent, MessageParam, Call>>).toBe(true);
    expect(
      true satisfies Same<Emits<typeof _beta$>, ToolRunEvent<BetaMessageStreamEvent, BetaMessageParam, Call>>,
    ).toBe(true);
  });

  it('accepts tools of any type, whose calls have an unknown input', () => {
    const some: readonly RunnableTool[] = [weather, add, json];
    const _some$ = runTools(client.messages, params, { tools: some });
    const _mixed$ = runTools(client.messages, params, { tools: [add, json] });
    type Mixed = Extract<Emits<typeof _mixed$>, { type: 'tool_started' }>['toolUse'];
    expect(true satisfies Same<Extract<Mixed, { name: 'json' }>['input'], unknown>).toBe(true);
    expect(true satisfies Assignable<Emits<typeof _some$>, ToolRunEvent>).toBe(true);
    expect(true satisfies Assignable<Emits<typeof _mixed$>, ToolRunEvent>).toBe(true);
    expect(true satisfies Assignable<Mixed, ToolUseBlock>).toBe(true);
  });

  it('accepts a tool that the API defines, beside others', () => {
    const bash = { name: 'bash', definition: { type: 'bash_20250124', name: 'bash' }, run: () => 'done' } as const;
    const _run$ = runTools(client.messages, params, { tools: [bash, add] });
    type Started = Extract<Emits<typeof _run$>, { type: 'tool_started' }>['toolUse'];
    expect(true satisfies Same<Started['name'], 'bash' | 'add'>).toBe(true);
    expect(true satisfies Same<Extract<Started, { name: 'bash' }>['input'], unknown>).toBe(true);
  });
});

describe('a chat', () => {
  it('has the types of its source in every option', () => {
    const options = { tools, prepareTurn: () => ({ max_tokens: 9 }) };
    const _ga = chat((sent) => client.messages.stream(sent), params, {
      ...options,
      stopWhen: ({ message }) => {
        true satisfies Same<typeof message, Message>;
        return message.content.length > 9;
      },
    });
    const _beta = chat(client.beta, params, {
      ...options,
      stopWhen: ({ message }) => {
        true satisfies Same<typeof message, BetaMessage>;
        return message.content.length > 9;
      },
    });
    expect(true satisfies Same<typeof _ga, Chat<MessageStreamEvent, MessageParam, Call>>).toBe(true);
    expect(true satisfies Same<typeof _beta, Chat<BetaMessageStreamEvent, BetaMessageParam, Call>>).toBe(true);
  });
});

describe('the result of a tool', () => {
  interface Weather {
    readonly city: string;
    readonly at: Date;
    readonly subscribe: boolean;
  }
  const described = { name: 'f', description: 'Does.', inputSchema: z.object({ a: z.number() }) } as const;

  it('is any data, a block, or an ObservableInput of those', () => {
    const found: Weather = { city: 'Paris', at: new Date(0), subscribe: true };
    const all = [
      tool({ ...described, run: ({ a }) => a }),
      tool({ ...described, run: ({ a }) => a > 1 }),
      tool({ ...described, run: () => found }),
      tool({ ...described, run: () => Promise.resolve([found]) }),
      tool({ ...described, run: ({ a }) => (a > 1 ? { a } : 'none') }),
      tool({ ...described, run: () => ({ type: 'text', text: 'a' }) }),
      tool({ ...described, run: () => undefined }),
      tool({ ...described, run: async function* () { yield await Promise.resolve(1); } }), // prettier-ignore
    ] satisfies RunnableTool[];
    expect(all).toHaveLength(8);
  });

  it('is never a value that JSON cannot represent', () => {
    // @ts-expect-error Type 'bigint' is not assignable to type 'ToolOutput | ObservableInput<ToolOutput>'
    void tool({ ...described, run: () => 10n });
    // @ts-expect-error a function
    void tool({ ...described, run: () => (a: number) => a });
    // @ts-expect-error a promise of a symbol
    void tool({ ...described, run: () => Promise.resolve(Symbol()) });
    expect(described.name).toBe('f');
  });
});
