import { from, type Observable, type ObservableInput, of } from 'rxjs';

/** Emits a plain value, or the values of an Observable, a promise or an async generator. An array is one value, and so are bytes. */
export function fromValue<T>(value: T | ObservableInput<T>): Observable<T> {
  return isObservableInput(value) ? from(value) : of(value);
}

/** Data may have a field of such a name; only what can be called emits values. */
export function isObservableInput<T>(value: T | ObservableInput<T>): value is ObservableInput<T> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  return marks.some((mark) => typeof (value as Readonly<Record<PropertyKey, unknown>>)[mark] === 'function'); // an object
}

const marks = ['subscribe', 'then', Symbol.asyncIterator, Symbol.iterator, 'getReader'] as const;
