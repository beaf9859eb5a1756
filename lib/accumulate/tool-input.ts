import type { BetaContentBlock, ToolInputBlock } from '../types/content-block.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import { parseJSON } from '../types/parse-json.ts';
import { readCutJson } from './cut-json.ts';
import { decodedInput } from './decoded-input.ts';
import { inputJSON } from './input-json.ts';

/** The facts about a block's input, outside of the block, which keeps the API's form. */
interface ToolInput {
  /** The initial block; spreading a later one would read its input. */
  readonly start: ToolInputBlock;
  /** The fragments so far, joined; `''` before the first. */
  readonly json: string;
  /** Whether the block has ended with valid JSON. */
  readonly complete: boolean;
  /** The latest reading, shared by all states that continue each other. */
  readonly last: Reading;
  /** Whether another state continues this one. */
  continued: boolean;
}

/** The value of the first `length` characters. */
interface Reading {
  length: number;
  value: unknown;
}

/** An input up to this length, in characters, is read exactly. */
const short = 4_096;
/** A longer one is read again after it has grown by this share, so that all readings together take linear time. */
const growth = 1 / 8;

/** Copies of a block are not in it: see `isCompleteBlock`. */
const inputs = new WeakMap<BetaContentBlock, ToolInput>();

/** Notes that a block has started, so that it does not count as complete before its end. */
export function openToolInput(block: BetaContentBlock): void {
  if (isToolInputBlock(block)) inputs.set(block, inputOf(block));
}

/**
 * The block with one more fragment of its input, which is parsed on the first read. It ignores blank fragments, because
 * some servers send the complete input with the start of the block and an empty fragment after it.
 */
export function addToolInput(block: ToolInputBlock, fragment: string): BetaContentBlock {
  const before = inputs.get(block) ?? inputOf(block);
  if (before.json === '' && fragment.trim() === '') return block;
  // Two states may continue the same one: each of them then has its own readings.
  const last = before.continued ? undefined : before.last;
  before.continued = true;
  const input = inputOf(before.start, before.json + fragment, last);
  const next = { ...before.start };
  let value: unknown;
  Object.defineProperty(next, 'input', {
    enumerable: true,
    configurable: true,
    get: () => (value ??= readGrowing(input)),
  });
  inputs.set(next, input);
  return next;
}

/** The block when it has ended: its input is then plain data. Other blocks stay unchanged. */
export function closeToolInput(block: BetaContentBlock): BetaContentBlock {
  const input = inputs.get(block);
  if (!input || input.complete) return block;
  const json = jsonOf(input);
  const value = decodedInput(parseJSON(json));
  const closed: ToolInputBlock = { ...input.start, input: value === undefined ? (readCutJson(json) ?? {}) : value };
  inputs.set(closed, { ...inputOf(input.start, json), complete: value !== undefined });
  return closed;
}

/** The streamed input of a block; `undefined` for other blocks and for copies. */
export function knownToolInput(block: BetaContentBlock): RawToolInput | undefined {
  const input = inputs.get(block);
  return input && { json: jsonOf(input), complete: input.complete };
}

/** Without fragments, the input is that of the start. */
function jsonOf({ start, json }: ToolInput): string {
  return json === '' ? inputJSON(start.input) : json;
}

function inputOf(start: ToolInputBlock, json = '', last: Reading = { length: 0, value: undefined }): ToolInput {
  return { start, json, complete: false, last, continued: false };
}

/** The certain part of the input; a long one may lag behind its fragments. */
function readGrowing({ json, last }: ToolInput): unknown {
  const grown = json.length - last.length;
  if (json.length > short && grown >= 0 && grown < last.length * growth) return last.value;
  last.length = json.length;
  last.value = readCutJson(json) ?? {};
  return last.value;
}

/** The raw JSON input of a tool call. */
export interface RawToolInput {
  /** The JSON so far; it may be incomplete or invalid. */
  readonly json: string;
  /** Whether the block has ended and `json` is valid. */
  readonly complete: boolean;
}
