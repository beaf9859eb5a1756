import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictureFiles, picturesFolder } from './diagram-files.ts';

/** Writes docs/marbles/. */
const files = pictureFiles();
rmSync(picturesFolder, { recursive: true, force: true });
mkdirSync(picturesFolder, { recursive: true });
for (const [file, content] of files) writeFileSync(join(picturesFolder, file), content);
console.log(`${files.size} files in docs/marbles/`);
