/** Copies code of the guide to `src/docs`, unchanged. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const guide = resolve(import.meta.dirname, '../../docs');
const target = join(import.meta.dirname, 'src/docs');

/** The only block of TypeScript of a page that contains `part`. */
function blockOf(page: string, part: string): string {
  const text = readFileSync(join(guide, page), 'utf8');
  const blocks = Array.from(text.matchAll(/```ts\n([\s\S]*?)```/g), ([, code = '']) => code);
  const [block, ...others] = blocks.filter((code) => code.includes(part));
  if (block === undefined || others.length > 0) throw new Error(`${page} must have one block with ${part}`);
  return block;
}

mkdirSync(target, { recursive: true });
const chatPage = blockOf('chat.md', "selector: 'app-chat'");
writeFileSync(join(target, 'chat-page.ts'), chatPage);
writeFileSync(join(target, 'app-config.ts'), blockOf('angular.md', 'export const appConfig'));
writeFileSync(join(target, 'chat-page.test.ts'), blockOf('angular.md', 'TestBed'));
