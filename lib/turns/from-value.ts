import { from, type Observable, type ObservableInput, of } from 'rxjs';

/** Emits a plain value, or the values of an Observable, a promise or an async generator. An array is one value. */
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
