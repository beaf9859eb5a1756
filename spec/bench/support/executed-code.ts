import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../../..');

/** Imports a module and waits for `done` of it, then returns the parts of its code that ran. */
export async function executedCode(code: string): Promise<string> {
  // Beside the packages that it imports.
  const file = resolve(root, 'node_modules/.cache/bench/executed.mjs');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  const url = pathToFileURL(file).href;
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const { done } = (await import(url)) as { readonly done: Promise<unknown> }; // as its code exports it
  await done;
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const ranges = result
    .filter((script) => script.url === url)
    .flatMap(({ functions }) => functions.flatMap((f) => f.ranges));
  const ran = new Uint8Array(code.length).fill(1);
  // The inner ranges last: they say more.
  const lengthOf = ({ startOffset, endOffset }: (typeof ranges)[number]) => endOffset - startOffset;
  for (const range of [...ranges].sort((a, b) => lengthOf(b) - lengthOf(a))) {
    ran.fill(range.count > 0 ? 1 : 0, range.startOffset, range.endOffset);
  }
  return Array.from(code)
    .filter((_, i) => ran[i] === 1)
    .join('');
}
