import { APIError, APITimeoutError, InvalidParamsError, textDeltas } from 'anthropic-rxjs';
import { catchError, concat, defer, EMPTY, type Observable, tap } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

const explain = (error: unknown) => {
  if (error instanceof InvalidParamsError) write(`[not sent: ${error.issues.map(({ path }) => path).join(', ')}]\n`);
  else if (error instanceof APITimeoutError) write('[timed out]\n');
  else if (error instanceof APIError) write(`[${error.name}: ${error.type ?? 'no type'}]\n`);
  else throw error;
  return EMPTY;
};

export default {
  shows: 'errors by class: before the request, from the API, and by timeout',
  run: (client) => {
    const ask = (params: { max_tokens: number; content: string }, timeout?: number): Observable<string> =>
      defer(() =>
        client.messages.stream(
          { model, max_tokens: params.max_tokens, messages: [{ role: 'user', content: params.content }] },
          timeout === undefined ? {} : { timeout, maxRetries: 0 },
        ),
      ).pipe(textDeltas(), catchError(explain));
    return concat(
      ask({ max_tokens: -1, content: 'Hello' }),
      client.messages
        .stream(
          { model, max_tokens: 64, messages: [{ role: 'user', content: 'Hi' }] },
          { headers: { 'x-api-key': '' } },
        )
        .pipe(textDeltas(), catchError(explain)),
      ask({ max_tokens: 64, content: 'Hello' }),
    ).pipe(tap({ next: write, complete: () => write('\n') }));
  },
} satisfies Demo;
