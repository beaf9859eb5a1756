import type { BetaContentBlock, ToolInputBlock } from '../types/content-block.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import { PartialJson } from './partial-json.ts';

/** What is known of a block's input beside the block, so that the block stays as the API defines it. */
interface ToolInput {
  /** The block as it started; to spread a later one would read its input. */
  readonly start: ToolInputBlock;
  /** Shared by all states of a block, each of which sees the first `count`: joining them at each would be quadratic. */
  readonly fragments: string[];
  readonly count: number;
  /** Whether the block has stopped with valid JSON. */
  readonly complete: boolean;
  readonly reader: InputReader;
}

/** Parses the input of one block once, however many of its states are read, as long as they are read in order. */
class InputReader {
  #parser = new PartialJson({ closedStrings: true });
  #read = 0;

  read(fragments: readonly string[], count: number): unknown {
    if (count < this.#read) {
      this.#parser = new PartialJson({ closedStrings: true });
      this.#read = 0;
    }
    for (; this.#read < count; this.#read++) this.#parser.feed(fragments[this.#read] ?? '');
    return this.#parser.value ?? {};
  }
}

const inputs = new WeakMap<BetaContentBlock, ToolInput>();

/** Takes note that a block has started, so that it does not count as complete before its stop. */
export function openToolInput(block: BetaContentBlock): void {
  if (!isToolInputBlock(block)) return;
  inputs.set(block, { start: block, fragments: [], count: 0, complete: false, reader: new InputReader() });
}

/** The block with one more fragment of its input, which is parsed when somebody reads it. */
export function addToolInput(block: ToolInputBlock, fragment: string): BetaContentBlock {
  const before = inputs.get(block);
  // Another state was made from the same one: each goes on with fragments of its own.
  const forked = before !== undefined && before.fragments.length !== before.count;
  const fragments = forked ? before.fragments.slice(0, before.count) : (before?.fragments ?? []);
  const count = fragments.push(fragment);
  const reader = forked || !before ? new InputReader() : before.reader;
  const start = before?.start ?? block;
  const next = { ...start };
  let value: unknown;
  Object.defineProperty(next, 'input', {
    enumerable: true,
    configurable: true,
    get: () => (value ??= reader.read(fragments, count)),
  });
  inputs.set(next, { start, fragments, count, complete: false, reader });
  return next;
}

/** The block when it has stopped: its input is plain data from here on. Other blocks stay as they are. */
export function closeToolInput(block: BetaContentBlock): BetaContentBlock {
  if (!isToolInputBlock(block)) return block;
  const input = inputs.get(block);
  if (!input || input.complete) return block;
  const closed: ToolInputBlock = { ...input.start, input: block.input };
  inputs.set(closed, { ...input, complete: isJson(jsonOf(input)) });
  return closed;
}

/** Without fragments, the input is that of the start. */
function jsonOf({ start, fragments, count }: ToolInput): string {
  return count === 0 ? JSON.stringify(start.input) : fragments.slice(0, count).join('');
}

/** The input of a tool call as the model wrote it. */
export interface RawToolInput {
  /** The JSON so far; may be cut anywhere, and need not be valid. */
  readonly json: string;
  /** Whether the block has stopped and `json` is valid. */
  readonly complete: boolean;
}

/**
 * The raw JSON of a tool call's input in a message from `snapshots()`, `finalMessage()` or `contentBlocks()`, and whether
 * it is complete; `undefined` for other blocks. A block that came without fragments gives its `input` written as JSON,
 * and counts as complete in a message that was not streamed.
 *
 * @example Was the call cut?
 * ```ts
 * import { type Message, rawToolInput } from 'anthropic-rxjs';
 *
 * const isCut = (message: Message) => message.content.some((block) => rawToolInput(block)?.complete === false);
 * ```
 */
export function rawToolInput(block: BetaContentBlock): RawToolInput | undefined {
  if (!isToolInputBlock(block)) return undefined;
  const input = inputs.get(block);
  return input
    ? { json: jsonOf(input), complete: input.complete }
    : { json: JSON.stringify(block.input), complete: true };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text || '{}');
    return true;
  } catch {
    return false;
  }
}
