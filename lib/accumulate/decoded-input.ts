import { isFields } from '../types/is-fields.ts';
import { parseJSON } from '../types/parse-json.ts';

/** The object in a JSON text, because some gateways encode the input of a call twice; other values unchanged. */
export function decodedInput(input: unknown): unknown {
  if (typeof input !== 'string') return input;
  const value = parseJSON(input);
  return isFields(value) ? value : input;
}
