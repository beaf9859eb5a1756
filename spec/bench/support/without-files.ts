import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Bundles as if files of the library did nothing: their functions return their argument, and their classes are empty. */
export function withoutFiles(files: readonly RegExp[]): Plugin {
  return {
    name: 'without-files',
    setup: (build) => {
      build.onLoad({ filter: /\/lib\/.*\.ts$/ }, ({ path }) =>
        files.some((file) => file.test(path))
          ? { contents: stubOf(readFileSync(path, 'utf8')), loader: 'ts' }
          : undefined,
      );
    },
  };
}

function stubOf(source: string): string {
  const exports = source.matchAll(/^export (?:abstract )?(function|class|const)\*? (\w+)/gm);
  return [...exports]
    .map(
      ([, kind, name = '']) => `export ${kind === 'class' ? `class ${name} {}` : `const ${name} = (value) => value;`}`,
    )
    .join('\n');
}
