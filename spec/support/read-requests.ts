import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../shared/recordings');

/** The requests that the recordings beside the checkout answer, by name; none where they are absent. */
export function readRequests(): readonly (readonly [name: string, params: unknown])[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.request.json'));
  return files.map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown]);
}
