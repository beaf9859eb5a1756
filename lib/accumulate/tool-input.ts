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
  /** Whether the block has ended with valid JSON. */
  readonly complete: boolean;
  readonly reader: InputReader;
}

/** Parses the input of one block once, however many of its states are read, as long as they are read in order. */
class InputReader {
  #parser = new PartialJson({ closedStrings: true });
  #read = 0;

  /** The input as far as it is certain; a large one may lag behind its fragments. */
  read(fragments: readonly string[], count: number): unknown {
    this.#feed(fragments, count);
    return this.#parser.value ?? {};
  }

  /** The input as far as it is certain, without a lag. */
  readExactly(fragments: readonly string[], count: number): unknown {
    this.#feed(fragments, count);
    return this.#parser.exactValue ?? {};
  }

  #feed(fragments: readonly string[], count: number): void {
    if (count < this.#read) {
      this.#parser = new PartialJson({ closedStrings: true });
      this.#read = 0;
    }
    for (; this.#read < count; this.#read++) this.#parser.feed(fragments[this.#read] ?? '');
  }
}

/** Copies of a block are not in it: see `isCompleteBlock`. */
const inputs = new WeakMap<BetaContentBlock, ToolInput>();

/** Notes that a block has started, so that it does not count as complete before its end. */
export function openToolInput(block: BetaContentBlock): void {
  if (!isToolInputBlock(block)) return;
  inputs.set(block, { start: block, fragments: [], count: 0, complete: false, reader: new InputReader() });
}

/**
 * The block with one more fragment of its input, which is parsed when somebody reads it. Blank fragments say nothing: some
 * servers send the whole input with the start of the block and an empty fragment after it.
 */
export function addToolInput(block: ToolInputBlock, fragment: string): BetaContentBlock {
  const before = inputs.get(block);
  if ((before?.count ?? 0) === 0 && fragment.trim() === '') return block;
  // Another state was made from the same one: each continues with its own fragments.
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

/** The block when it has ended: its input is plain data from here on. Other blocks stay as they are. */
export function closeToolInput(block: BetaContentBlock): BetaContentBlock {
  if (!isToolInputBlock(block)) return block;
  const input = inputs.get(block);
  if (!input || input.complete) return block;
  const parsed = parse(jsonOf(input));
  const value = parsed ? parsed.value : input.reader.readExactly(input.fragments, input.count);
  const closed: ToolInputBlock = { ...input.start, input: value };
  inputs.set(closed, { ...input, complete: parsed !== undefined });
  return closed;
}

/** What the stream of a block said of its input; `undefined` for other blocks and for copies. */
export function knownToolInput(block: BetaContentBlock): RawToolInput | undefined {
  const input = inputs.get(block);
  return input && { json: jsonOf(input), complete: input.complete };
}

/** Without fragments, the input is that of the start. */
function jsonOf({ start, fragments, count }: ToolInput): string {
  return count === 0 ? JSON.stringify(start.input ?? {}) : fragments.slice(0, count).join('');
}

function parse(json: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(json) as unknown };
  } catch {
    return undefined;
  }
}

/** The input of a tool call as the model wrote it. */
export interface RawToolInput {
  /** The JSON so far; may be cut anywhere, and need not be valid. */
  readonly json: string;
  /** Whether the block has ended and `json` is valid. */
  readonly complete: boolean;
}
