import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');

/** What a bundler makes of a program, and the files that it took. */
export interface Bundle {
  /** Bytes, minified. */
  readonly minified: number;
  /** Bytes, minified and then packed by gzip. */
  readonly gzipped: number;
  /** The files of which code is left, from the root of the project: `lib/…` and `node_modules/…`. */
  readonly inputs: readonly string[];
  readonly code: string;
}

/** Bundles a program for a browser as an app's build would. `external` names packages that are not counted. */
export async function bundle(code: string, external: readonly string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: [...external],
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output!.inputs).filter(
    ([file, { bytesInOutput }]) => bytesInOutput > 0 && file !== '<stdin>',
  );
  const { contents, text } = outputFiles[0]!;
  const taken = inputs.map(([file]) => file);
  return { minified: contents.length, gzipped: gzipSync(contents).length, inputs: taken, code: text };
}
