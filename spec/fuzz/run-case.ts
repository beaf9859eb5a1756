import { type Observable, switchMap, take } from 'rxjs';
import { AnthropicClient, isAnthropicError, type RequestOptions } from '../../lib/index.ts';
import { params } from '../support/params.ts';
import type { Random } from './random.ts';

const calls: Readonly<Record<string, (client: AnthropicClient, options: RequestOptions) => Observable<unknown>>> = {
  stream: (client, options) => client.messages.stream(params, options),
  create: (client, options) => client.messages.create(params, options),
  countTokens: (client, options) => client.messages.countTokens(params, options),
  bytes$: (client, options) => client.messages.connect(params, options).pipe(switchMap(({ bytes$ }) => bytes$)),
  serverSentEvents$: (client, options) =>
    client.messages.connect(params, options).pipe(switchMap(({ serverSentEvents$ }) => serverSentEvents$)),
};

/** Small clocks, so that a case that hangs ends by one of them. */
const clocks = { timeout: 1_000, deadlines: { firstContent: 1_500, silence: 600, contentGap: 1_000, total: 2_000 } };

/** Far more than the clocks allow, retries included: the machine may be slow. */
const patience = 30_000;

export interface Result {
  readonly call: string;
  /** `complete`, `left`, or the name of the error. */
  readonly end: string;
  /** What is wrong; absent where everything is right. */
  readonly problem?: string;
}

/** Runs one call against a URL. It must end once: complete, or with an error of this library. */
export function runCase(url: string, random: Random): Promise<Result> {
  const client = new AnthropicClient({ baseURL: url, apiKey: 'key', delay: () => 0, maxEventBytes: 64 * 1024 });
  const call = random.pick(Object.keys(calls));
  const all$ = calls[call]!(client, { ...clocks, maxRetries: random.pick([0, 0, 0, 1]) });
  const leaveAfter = random.chance(0.1) ? 1 + random.below(5) : Infinity;
  const source$ = leaveAfter === Infinity ? all$ : all$.pipe(take(leaveAfter));

  return new Promise((resolve) => {
    let end: string | undefined;
    let problem: string | undefined;
    const settle = (name: string, wrong?: string) => {
      if (end !== undefined) problem ??= `${name} after ${end}`;
      else problem ??= wrong;
      end ??= name;
    };
    const late = setTimeout(() => {
      settle('nothing', 'no end in time');
      subscription.unsubscribe();
    }, patience);
    const subscription = source$.subscribe({
      next: () => {
        if (end !== undefined) problem ??= `a value after ${end}`;
      },
      error: (error: unknown) => {
        if (isAnthropicError(error)) settle(error.name);
        else settle('error', `an error of another kind: ${String(error)} ${(error as Error).stack ?? ''}`);
      },
      complete: () => settle('complete'),
    });
    subscription.add(() => {
      clearTimeout(late);
      // What follows the end would come in a later task.
      setTimeout(() => resolve({ call, end: end ?? 'left', ...(problem !== undefined && { problem }) }), 5);
    });
    if (random.chance(0.05)) setTimeout(() => subscription.unsubscribe(), random.below(50));
  });
}
