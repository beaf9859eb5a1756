import { from, type Observable, type ObservableInput, of } from 'rxjs';

/** A value as it is, or what an Observable, promise or async generator gives. An array is one value. */
export function fromValue<T>(value: T | ObservableInput<T>): Observable<T> {
  return isObservableInput(value) ? from(value) : of(value);
}

export function isObservableInput<T>(value: T | ObservableInput<T>): value is ObservableInput<T> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return (
    'subscribe' in value ||
    'then' in value ||
    Symbol.asyncIterator in value ||
    Symbol.iterator in value ||
    'getReader' in value
  );
}
