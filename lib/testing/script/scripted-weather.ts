import type { MessageCreateParams } from '../../types/message-create-params.ts';
import type { Tool } from '../../types/tool-param.ts';
import { assistantBlocks, lastUserBlocks, textOf } from './request-turns.ts';
import type { BlockSpec } from '../message-events.ts';

/** Full names of places that people ask for by a shorter name. */
const PLACES: Readonly<Record<string, string>> = {
  sf: 'San Francisco, CA',
  'san francisco': 'San Francisco, CA',
  nyc: 'New York, NY',
  'new york': 'New York, NY',
  paris: 'Paris, France',
  london: 'London, UK',
  berlin: 'Berlin, Germany',
  tokyo: 'Tokyo, Japan',
};

export const ASKS_WEATHER = /\b(weather|forecast|temperature)\b/i;

/** A sentence, and a call for each place in the question; an empty list for other questions, and without the tool. */
export function weatherCalls(question: string, { tools, tool_choice: choice }: MessageCreateParams): BlockSpec[] {
  const tool = (tools ?? []).find((each): each is Tool => 'input_schema' in each && /weather/i.test(each.name));
  if (!tool || !ASKS_WEATHER.test(question)) return [];
  if (choice?.type === 'none' || (choice?.type === 'tool' && choice.name !== tool.name)) return [];
  const asked = placesIn(question);
  const places = choice?.disable_parallel_tool_use ? asked.slice(0, 1) : asked;
  return [
    `I'll check the weather in ${places.join(' and ')} for you.`,
    ...places.map((place) => ({ tool_use: { name: tool.name, input: { [placeProperty(tool)]: place } } })),
  ];
}

/** A text that reports the results of the tools. */
export function toolResultsAnswer(params: MessageCreateParams): string {
  const calls = assistantBlocks(params).filter((block) => block.type === 'tool_use');
  const results = lastUserBlocks(params).filter((block) => block.type === 'tool_result');
  const sentences = results.map(({ tool_use_id: id, content, is_error: failed }) => {
    const call = calls.find((each) => each.id === id);
    const place = Object.values(Object(call?.input) as object).find((value) => typeof value === 'string');
    const result = readable(textOf(content)) || 'no result';
    if (failed) return `I could not find that out: ${result}`;
    return /weather/i.test(call?.name ?? '') && place !== undefined
      ? `The weather in ${place} right now: ${result}`
      : `${call?.name ?? 'The tool'} says: ${result}`;
  });
  return sentences.map((sentence) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)).join('\n');
}

function placesIn(question: string): string[] {
  const match = /\b(?:in|for|at)\s+(.+?)(?=[?.!,;]|\s+(?:today|tomorrow|now|right|please)\b|$)/i.exec(question);
  const names = (match?.[1] ?? 'San Francisco').split(/\s+and\s+|\s*&\s*/i);
  return names.map((name) => PLACES[name.toLowerCase().replace(/^the\s+/, '')] ?? name);
}

function placeProperty({ input_schema: { properties } }: Tool): string {
  const names = Object.keys(Object(properties) as object);
  return names.find((name) => /location|city|place/i.test(name)) ?? names[0] ?? 'location';
}

/** `{"temperature":18}` as `temperature 18`; anything else as it is. */
function readable(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return text;
    return Object.entries(value)
      .map(([key, field]) => `${key} ${typeof field === 'string' ? field : JSON.stringify(field)}`)
      .join(', ');
  } catch {
    return text;
  }
}
