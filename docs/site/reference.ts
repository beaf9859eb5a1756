import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Writes the reference of the API, made of the doc comments, into the built site. */
const root = resolve(import.meta.dirname, '../..');
const out = join(import.meta.dirname, 'dist/reference');
execFileSync(process.execPath, [join(root, 'node_modules/typedoc/bin/typedoc'), '--out', out], {
  cwd: root,
  stdio: 'inherit',
});
