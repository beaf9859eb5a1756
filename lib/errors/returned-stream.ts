import { from, type Observable, type ObservableInput } from 'rxjs';
import { isObservableInput, kindOf } from './check-options.ts';
import { wrongOption } from './wrong-option.ts';

/** The stream that the callback `path` of `owner` returned. Throws `InvalidOptionsError` for any other value. */
export function returnedStream<T>(owner: string, path: string, returned: ObservableInput<T>): Observable<T> {
  if (isObservableInput(returned)) return from(returned);
  throw wrongOption(owner, path, `returned ${kindOf(returned)}; return an Observable, a promise or an iterable`);
}
