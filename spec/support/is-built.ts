import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** What the build reads besides lib/. */
const settings = ['package.json', 'package-lock.json'];

/** Whether `dist/` was built from the present sources, so that it need not be built again. */
export function isBuilt(): boolean {
  const last = join(root, 'dist/node/index.js'); // the last step of the build writes it
  if (!existsSync(last)) return false;
  const sources = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).map((file) =>
    join('lib', file),
  );
  const changed = [...settings, ...sources].map((file) => statSync(join(root, file)).mtimeMs);
  return Math.max(...changed) < statSync(last).mtimeMs;
}
