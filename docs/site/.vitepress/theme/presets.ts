import type { MessageSpec } from 'anthropic-rxjs/lib/testing/message-events.ts';

/** A pipe to start from, and the reply that it reads. */
export interface Preset {
  readonly title: string;
  readonly reply: MessageSpec;
  readonly code: string;
}

const poem = 'Small words, one by one,\na river learning to speak.\nThe sea reads along.';

export const presets: readonly Preset[] = [
  { title: 'Pieces of text', reply: { content: [poem] }, code: 'events$.pipe(textDeltas())' },
  {
    title: 'The message so far',
    reply: { content: [poem] },
    code: 'events$.pipe(\n  snapshots(),\n  map((message) => message.content.length),\n)',
  },
  { title: 'The text, once', reply: { content: [poem] }, code: 'events$.pipe(finalText())' },
  {
    title: 'Words at an even pace',
    reply: { content: [poem] },
    code: "events$.pipe(\n  textDeltas(),\n  smoothText({ by: 'word', delay: 120 }),\n)",
  },
  {
    title: 'Text every half second',
    reply: { content: [poem] },
    code: 'events$.pipe(\n  textDeltas(),\n  coalesceText(500),\n)',
  },
  {
    title: 'Thinking beside text',
    reply: { content: [{ thinking: 'A short poem, about text that arrives.' }, poem] },
    code: "merge(\n  events$.pipe(thinkingDeltas(), map((text) => '(' + text + ')')),\n  events$.pipe(textDeltas()),\n)",
  },
  {
    title: 'A growing tool input',
    reply: {
      content: [{ tool_use: { name: 'plan', input: { city: 'Paris', days: 3, museums: ['Orsay', 'Louvre'] } } }],
    },
    code: 'events$.pipe(\n  toolInputs(),\n  map(({ input }) => input),\n)',
  },
  {
    title: 'Stop after five pieces',
    reply: { content: [poem] },
    code: 'events$.pipe(\n  textDeltas(),\n  take(5),\n)',
  },
];
