import { fstatSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { version } from '../transport/version.ts';

/** The options of the command line. */
export interface CliOptions {
  readonly prompt: string;
  readonly model: string;
  readonly system: string | undefined;
  /** Wire text to replay instead of a request. */
  readonly recording: string | undefined;
  readonly json: boolean;
  /** Tokens per second of the replay; 0 is as fast as possible. */
  readonly speed: number;
}

/** A mistake on the command line, in one line. */
export class UsageError extends Error {}

const usage = `Streams one reply into the terminal.

  npx anthropic-rxjs [options] [prompt]
  npx anthropic-rxjs proxy [options]     a development proxy; see proxy --help
  npx anthropic-rxjs replay FILE         a server that replays a recording; see replay --help

You can also pipe the prompt. Without ANTHROPIC_API_KEY, an embedded server sends scripted replies.

Options, with their defaults in parentheses:

  --model NAME      model (claude-sonnet-5)
  --system TEXT     system prompt
  --replay FILE     replay a recorded stream of server-sent events
  --json            print the events, one JSON object per line
  --speed N         tokens per second of a replay, 0 for no pause (40)
  -v, --version     show the version
  -h, --help        show this text
`;

/** Reads the command line and, without a prompt there, a prompt from a pipe. Returns text for --help and --version. */
export async function readOptions(args: readonly string[]): Promise<CliOptions | string> {
  const { values, positionals } = parseCommand(args, {
    model: { type: 'string', default: 'claude-sonnet-5' },
    system: { type: 'string' },
    replay: { type: 'string' },
    json: { type: 'boolean', default: false },
    speed: { type: 'string', default: '40' },
    version: { type: 'boolean', short: 'v', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return usage;
  if (values.version) return `${version}\n`;
  const speed = numberOf('--speed', values.speed);
  return {
    prompt: positionals.join(' ').trim() || (await pipedPrompt()) || 'Write a haiku about streams',
    model: values.model,
    system: values.system,
    recording: values.replay === undefined ? undefined : readRecording(values.replay),
    json: values.json,
    speed,
  };
}

/** Parses the arguments of a command. Throws a `UsageError`. */
export function parseCommand<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: Options }>> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(String((error as Error).message.split('.')[0])); // parseArgs throws errors
  }
}

/** Throws a `UsageError` for anything but a number of 0 or more. */
export function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && text.trim() !== '') return value;
  throw new UsageError(`${option} must be a number, 0 or more, not "${text}"`);
}

/** Throws a `UsageError` for anything but the number of a port; 0 is any free one. */
export function portOf(text: string): number {
  const port = numberOf('--port', text);
  if (Number.isInteger(port) && port <= 65_535) return port;
  throw new UsageError(`--port must be a whole number up to 65535, not "${text}"`);
}

/** Reads a recorded stream. Throws a `UsageError`. */
export function readRecording(file: string): string {
  const recording = contentOf(file);
  if (!/^data:/m.test(recording)) throw new UsageError(`${file} contains no server-sent events`);
  return recording;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // the errors of fs have a code
    throw new UsageError(`cannot read ${file} (${code ?? 'unknown reason'})`);
  }
}

/** Does not wait for a terminal or /dev/null. */
async function pipedPrompt(): Promise<string> {
  const input = fstatSync(0);
  return input.isFIFO() || input.isFile() || input.isSocket() ? (await text(process.stdin)).trim() : '';
}
