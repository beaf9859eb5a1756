import { isAnthropicError } from 'anthropic-rxjs';
import { fromEvent, map, switchMap, take, takeUntil, tap } from 'rxjs';
import { type CliOptions, readOptions, usage, UsageError } from './cli/options.ts';
import { type Reply, showReply } from './cli/show-reply.ts';
import { withClient } from './support/with-client.ts';

/** One line, for any error message of a server. */
const note = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim();
  process.stderr.write(process.stderr.isTTY ? `\u001b[2m${line}\u001b[0m\n` : `${line}\n`);
};

function closingLine({ message, firstText }: Reply, requestId: string | null): string {
  const { stop_reason, usage } = message;
  const latency = firstText === undefined ? 'no text' : `first text after ${Math.round(firstText)} ms`;
  return `${stop_reason ?? 'no stop reason'} · ${usage.input_tokens} tokens in, ${usage.output_tokens} out · ${latency} · ${requestId ?? 'no request id'}`;
}

function stream({ prompt, model, system, recording, json, speed }: CliOptions): void {
  let written = false;
  const print = (text: string) => {
    written ||= text !== '';
    process.stdout.write(text);
  };
  const endLine = () => written && !json && process.stdout.write('\n');
  const started = performance.now();
  const replay = { tokensPerSecond: speed, jitter: 0.5, ...(recording !== undefined && { recording, forced: true }) };
  const interrupted$ = fromEvent(process, 'SIGINT').pipe(
    tap(() => {
      process.exitCode = 130;
      endLine();
      note('aborted');
    }),
  );
  // A reader that closes the pipe early, such as `head`, is not a failure.
  const unread$ = fromEvent(process.stdout, 'error').pipe(take(1));

  withClient(replay, (client, api) => {
    note(`${model} from ${api}`);
    const messages = [{ role: 'user' as const, content: prompt }];
    return client.messages
      .connect({ model, max_tokens: 1024, messages, ...(system !== undefined && { system }) })
      .pipe(
        switchMap(({ events$, requestId }) =>
          showReply(events$, { json, started, print }).pipe(map((reply) => closingLine(reply, requestId))),
        ),
      );
  })
    .pipe(takeUntil(interrupted$), takeUntil(unread$))
    .subscribe({
      next: (line) => {
        endLine();
        note(line);
      },
      error: (error: unknown) => {
        process.exitCode = 1;
        endLine();
        note(isAnthropicError(error) ? `${error.name}: ${error.message}` : String(error));
      },
    });
}

try {
  const options = await readOptions(process.argv.slice(2));
  if (options) stream(options);
  else process.stdout.write(usage);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}; see --help\n`);
  process.exitCode = 2;
}
