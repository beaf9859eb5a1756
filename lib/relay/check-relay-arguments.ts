import {
  aFunction,
  anObservableInput,
  aPause,
  aString,
  checkOptions,
  type OptionRule,
  required,
} from '../errors/check-options.ts';
import { isCursor } from './cursor.ts';

const aCursor: OptionRule = {
  allows: (value) => typeof value === 'string' && isCursor(value),
  expected: 'the id of an event, such as 1-57',
};

const aContext: OptionRule = {
  allows: (value) => {
    try {
      JSON.stringify(value);
      return true;
    } catch {
      return false;
    }
  },
  expected: 'a value that JSON.stringify accepts, without a BigInt or a cycle',
};

/** Checks the arguments of `start`. Throws `InvalidOptionsError`. */
export function checkStart(id: unknown, events$: unknown, context: unknown): void {
  const rules = { id: required(aString), events$: required(anObservableInput), context: aContext };
  checkOptions('start', { id, events$, context }, rules);
}

/** Checks the arguments of `attach`. Throws `InvalidOptionsError`. */
export function checkAttach(id: unknown, options: unknown): void {
  checkOptions('attach', { id }, { id: required(aString) });
  checkOptions('attach', options, { after: aCursor, onOpen: aFunction, paused$: aPause });
}
