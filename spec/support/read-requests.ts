import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../shared/recordings');

/** The requests that the recordings beside the checkout answer, by name; none where they are absent. */
export function readRequests(): readonly (readonly [name: string, params: unknown])[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.request.json'));
  return files.map((file) => [file, paramsIn(readFileSync(join(folder, file), 'utf8'))]);
}

/** Some recorders keep the body as a string inside an object. */
function paramsIn(json: string): unknown {
  const recorded = JSON.parse(json) as { string?: string };
  return recorded.string === undefined ? recorded : (JSON.parse(recorded.string) as unknown);
}
