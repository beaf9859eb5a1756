import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createParser } from 'eventsource-parser';
import type { BetaMessage } from '../../lib/types/message.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';

/** A stream that a real server sent. */
export interface Recording {
  readonly name: string;
  /** The wire text. */
  readonly sse: string;
  /** Its events without pings and errors. */
  readonly events: readonly BetaMessageStreamEvent[];
  /** The final message it must give. */
  readonly message?: BetaMessage;
  /** What had come where the stream is cut or broken. */
  readonly partial?: BetaMessage;
}

const folder = resolve(import.meta.dirname, '../../../shared/recordings');

/** The recordings beside the checkout; none where they are absent. */
export function readRecordings(): readonly Recording[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((file) => file.endsWith('.sse'));
  return names.map((file) => {
    const name = file.slice(0, -'.sse'.length);
    const sse = readFileSync(join(folder, file), 'utf8');
    const message = readMessage(`${name}.message.json`);
    const partial = readMessage(`${name}.partial.json`);
    return { name, sse, events: eventsOf(sse), ...(message && { message }), ...(partial && { partial }) };
  });
}

function readMessage(file: string): BetaMessage | undefined {
  const path = join(folder, file);
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
