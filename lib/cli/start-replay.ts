import { once } from 'node:events';
import { startReplayServer } from '../testing/index.ts';
import { numberOf, parseCommand, portOf, readRecording, UsageError } from './read-options.ts';

const usage = `Starts a server on this machine that replies to each request with a recorded stream.

  npx anthropic-rxjs replay [options] FILE

Options, with their defaults in parentheses:

  --port N          port (any free one)
  --speed N         tokens per second, 0 for no pause (40)
  -h, --help        show this text
`;

/** Serves a recording until the process is interrupted. Throws a `UsageError`. */
export async function startReplay(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseCommand(args, {
    port: { type: 'string', default: '0' },
    speed: { type: 'string', default: '40' },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('replay expects one file');
  const server = await startReplayServer({
    recording: readRecording(file),
    port: portOf(values.port),
    tokensPerSecond: numberOf('--speed', values.speed),
  });
  process.stdout.write(`${file} at ${server.url}; stop with Ctrl-C. Use it with:

  ANTHROPIC_BASE_URL=${server.url} ANTHROPIC_API_KEY=any
`);
  await once(process, 'SIGINT');
  await server.close();
}
