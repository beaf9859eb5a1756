import { fstatSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

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

export const usage = `Streams one reply into the terminal.

  npm start -- [options] [prompt]

The prompt may also be piped. Without ANTHROPIC_API_KEY an embedded server replays a script.

  --model NAME      model (claude-sonnet-5)
  --system TEXT     system prompt
  --replay FILE     replay a recorded stream of server-sent events
  --json            print the events, one JSON object per line
  --speed N         tokens per second of a replay, 0 for no pause (40)
  --help            this text
`;

/** Reads the command line, and without an argument the prompt from a pipe; `undefined` means --help. */
export async function readOptions(args: readonly string[]): Promise<CliOptions | undefined> {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const speed = Number(values.speed);
  if (!Number.isFinite(speed) || speed < 0 || values.speed.trim() === '') {
    throw new UsageError(`--speed must be a number, 0 or more, not "${values.speed}"`);
  }
  return {
    prompt: positionals.join(' ').trim() || (await pipedPrompt()) || 'Write a haiku about streams',
    model: values.model,
    system: values.system,
    recording: values.replay === undefined ? undefined : readRecording(values.replay),
    json: values.json,
    speed,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: 'string', default: 'claude-sonnet-5' },
        system: { type: 'string' },
        replay: { type: 'string' },
        json: { type: 'boolean', default: false },
        speed: { type: 'string', default: '40' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(String((error as Error).message.split('.')[0])); // parseArgs throws errors
  }
}

function readRecording(file: string): string {
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
