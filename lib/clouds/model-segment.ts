import { InvalidParamsError } from '../errors/invalid-params-error.ts';

/** A model as one segment of a path. Throws `InvalidParamsError` for one that cannot be a segment. */
export function modelSegment(model: unknown): string {
  // A URL resolves the dots.
  if (typeof model === 'string' && !['', '.', '..'].includes(model)) {
    try {
      return encodeURIComponent(model);
    } catch {
      // Half of a character.
    }
  }
  throw new InvalidParamsError([{ path: 'model', message: 'is not the id of a model' }]);
}
