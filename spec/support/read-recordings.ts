import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createParser } from 'eventsource-parser';
import type { BetaMessage } from '../../lib/types/message.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';

/** A stream in the form of the API. */
export interface Recording {
  readonly name: string;
  /** The wire text. */
  readonly sse: string;
  /** Its events without pings and errors. */
  readonly events: readonly BetaMessageStreamEvent[];
  /** The final message that it must give. */
  readonly message?: BetaMessage;
  /** The message at the point where the stream is cut or broken. */
  readonly partial?: BetaMessage;
}

const here = import.meta.dirname;
/** The project's own recordings, written by hand, and those of real servers where they stand beside the checkout. */
const folders = [resolve(here, '../recordings'), resolve(here, '../../../shared/recordings')].filter(existsSync);

/** All recordings there are. */
export function readRecordings(): readonly Recording[] {
  return filesEndingWith('.sse').map(({ name, path }) => {
    const sse = readFileSync(path, 'utf8');
    const message = readMessage(path, '.message.json');
    const partial = readMessage(path, '.partial.json');
    return { name, sse, events: eventsOf(sse), ...(message && { message }), ...(partial && { partial }) };
  });
}

/** The requests that recordings answer, by name. */
export function readRequests(): readonly (readonly [name: string, params: unknown])[] {
  return filesEndingWith('.request.json').map(({ name, path }) => [name, paramsIn(readFileSync(path, 'utf8'))]);
}

function filesEndingWith(ending: string): { readonly name: string; readonly path: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => ({ name: file.slice(0, -ending.length), path: join(folder, file) })),
  );
}

function readMessage(recording: string, ending: string): BetaMessage | undefined {
  const path = recording.replace(/\.sse$/, ending);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as BetaMessage) : undefined;
}

function eventsOf(sse: string): BetaMessageStreamEvent[] {
  const events: BetaMessageStreamEvent[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event !== 'ping' && event !== 'error') events.push(JSON.parse(data) as BetaMessageStreamEvent);
    },
  });
  parser.feed(sse);
  return events;
}

/** Some recorders keep the body as a string inside an object. */
function paramsIn(json: string): unknown {
  const recorded = JSON.parse(json) as { string?: string };
  return recorded.string === undefined ? recorded : (JSON.parse(recorded.string) as unknown);
}
