import type { ToolResultBlockParam, ToolResultContent } from '../types/tool-result-block-param.ts';
import { isRecord } from '../errors/is-record.ts';

/** An object that is data: neither a function nor something that emits values. */
type DataObject = object & {
  readonly [Symbol.hasInstance]?: never;
  readonly [Symbol.iterator]?: never;
  readonly [Symbol.asyncIterator]?: never;
  readonly then?: Data;
  readonly subscribe?: Data;
  readonly getReader?: Data;
};

type Data = string | number | boolean | null | undefined | DataObject | readonly Data[];

/**
 * The values that a tool may return to the model: text, a content block or an array of blocks. Any other data is sent
 * as JSON. `null` and `undefined` become a result without content.
 */
export type ToolOutput = Data | ToolResultContent | readonly ToolResultContent[];

export type Content = NonNullable<ToolResultBlockParam['content']>;

/** The field that each block of a result has besides `type`; other data may also have a `type`. */
const fields: Readonly<Record<ToolResultContent['type'], string>> = {
  text: 'text',
  image: 'source',
  document: 'source',
  search_result: 'content',
  tool_reference: 'tool_name',
  browser_state: 'tabs',
};

/** The content of a result, without blank text, which the API refuses. Throws for a value that JSON cannot represent. */
export function contentOf(output: unknown): Content {
  const content = isContent(output) ? [output].flat() : textOf(output);
  if (typeof content === 'string') return content.trim() === '' ? [] : content;
  JSON.stringify(content); // throws for a cycle or a BigInt, which would end the next request
  return content.filter((block) => block.type !== 'text' || block.text.trim() !== '');
}

/** An array with a block of a known type may also contain newer blocks. */
function isContent(output: unknown): output is ToolResultContent | ToolResultContent[] {
  if (!Array.isArray(output)) return isBlock(output);
  return output.some(isBlock) && output.every((value) => isRecord(value) && typeof value['type'] === 'string');
}

function isBlock(value: unknown): value is ToolResultContent {
  if (!isRecord(value) || typeof value['type'] !== 'string' || !Object.hasOwn(fields, value['type'])) return false;
  return fields[value['type'] as ToolResultContent['type']] in value; // a known type, as just checked
}

function textOf(output: unknown): string {
  if (output === null || output === undefined) return '';
  if (typeof output === 'string') return output;
  if (typeof output === 'number') return String(output); // JSON has no NaN
  const type = typeof output === 'object' ? Object.prototype.toString.call(output).slice(8, -1) : typeof output;
  const json = JSON.stringify(output) as string | undefined; // its type says that every value has JSON
  if (json !== undefined && !ArrayBuffer.isView(output) && !(json === '{}' && isInstance(output))) return json;
  throw new TypeError(
    `The tool returned a value of type ${type}, which JSON cannot represent. Return text or plain data.`,
  );
}

/** Whether a value has a class, such as `Response`, whose JSON would be an object without fields. */
function isInstance(value: unknown): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return isRecord(prototype) && Object.getPrototypeOf(prototype) !== null;
}
