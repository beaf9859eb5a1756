import { isFields } from '../types/is-fields.ts';

/** An object whose fields are validated one by one. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is text that the API accepts as non-empty, after trimming. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** The blocks of a turn or of a result; none of plain text. */
export function blocksOf({ content }: Fields): Fields[] {
  return Array.isArray(content) ? content.map((block: unknown) => (isFields(block) ? block : {})) : [];
}
