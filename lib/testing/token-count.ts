import type { MessageCreateParams } from '../types/message-create-params.ts';
import { tokenPieces } from './token-pieces.ts';

const TOKENS_PER_MESSAGE = 4;

/** The approximate number of tokens of the request, without images and documents sent as data. */
export function inputTokens({ system, messages, tools }: MessageCreateParams): number {
  const texts = [system, tools, ...messages.map(({ content }) => content)]
    .filter((value) => value !== undefined)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value, withoutData)));
  return texts.reduce((sum, text) => sum + tokenPieces(text).length, messages.length * TOKENS_PER_MESSAGE);
}

function withoutData(key: string, value: unknown): unknown {
  return key === 'data' ? undefined : value;
}
