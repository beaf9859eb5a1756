#!/usr/bin/env node
import { readOptions, UsageError } from './read-options.ts';
import { startProxy } from './start-proxy.ts';
import { startReplay } from './start-replay.ts';
import { streamReply } from './stream-reply.ts';

// A reader that closes a pipe early, such as `head`, is not a failure; a full disk is.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') return;
  process.exitCode = 1;
  process.stderr.write(`${message}\n`);
});
// Nothing can report this one.
process.stderr.on('error', () => undefined);

const [command, ...rest] = process.argv.slice(2);

async function run(): Promise<void> {
  if (command === 'proxy') return startProxy(rest);
  if (command === 'replay') return startReplay(rest);
  const options = await readOptions(process.argv.slice(2));
  if (typeof options === 'string') process.stdout.write(options);
  else await streamReply(options);
}

run().catch((error: unknown) => {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  process.stderr.write(error instanceof UsageError ? `${error.message}; see --help\n` : `${String(error)}\n`);
});
