import { fromEvent, lastValueFrom, map, switchMap, take, takeUntil, tap } from 'rxjs';
import { isAnthropicError } from '../index.ts';
import type { CliOptions } from './read-options.ts';
import { type Reply, showReply } from './show-reply.ts';
import { withClient } from './with-client.ts';
import { wrapWords } from './wrap-words.ts';

/** One line, for any error message of a server. */
const note = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim();
  // Only a terminal has the method; it also reads NO_COLOR and TERM.
  const hasStyles = process.stderr.isTTY && process.stderr.hasColors();
  process.stderr.write(hasStyles ? `\u001b[2m${line}\u001b[0m\n` : `${line}\n`);
};

function closingLine({ message, firstText }: Reply, requestId: string | null): string {
  const { stop_reason, usage } = message;
  const latency = firstText === undefined ? 'no text' : `first text after ${Math.round(firstText)} ms`;
  return `${stop_reason ?? 'no stop reason'} · ${usage.input_tokens} tokens in, ${usage.output_tokens} out · ${latency} · ${requestId ?? 'no request id'}`;
}

/** Streams one reply to the standard output, and reports on it on the standard error. */
export async function streamReply({ prompt, model, system, recording, json, speed }: CliOptions): Promise<void> {
  let written = false;
  const write = (text: string) => {
    written ||= text !== '';
    process.stdout.write(text);
  };
  const wrap = wrapWords(json ? undefined : process.stdout.columns);
  const print = (text: string) => write(wrap.push(text));
  const endLine = () => {
    write(wrap.rest());
    if (written && !json) process.stdout.write('\n');
  };
  const started = performance.now();
  const replay = { tokensPerSecond: speed, jitter: 0.5, ...(recording !== undefined && { recording, forced: true }) };
  const interrupted$ = fromEvent(process, 'SIGINT').pipe(
    tap(() => {
      process.exitCode = 130;
      endLine();
      note('aborted');
    }),
  );
  const unread$ = fromEvent(process.stdout, 'error').pipe(take(1));

  const closing$ = withClient(replay, (client, api) => {
    note(`${model} from ${api}`);
    const messages = [{ role: 'user' as const, content: prompt }];
    return client.messages
      .connect({ model, max_tokens: 1024, messages, ...(system !== undefined && { system }) })
      .pipe(
        switchMap(({ events$, requestId }) =>
          showReply(events$, { json, started, print }).pipe(map((reply) => closingLine(reply, requestId))),
        ),
      );
  }).pipe(
    tap((line) => {
      endLine();
      note(line);
    }),
    takeUntil(interrupted$),
    takeUntil(unread$),
  );
  try {
    await lastValueFrom(closing$, { defaultValue: undefined });
  } catch (error) {
    process.exitCode = 1;
    endLine();
    note(isAnthropicError(error) ? `${error.name}: ${error.message}` : String(error));
  }
}
