import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { demoReplies } from '../server/demo-replies.ts';
import { animation } from './animation.ts';
import { closeBrowser, openApp, type pages } from './open-app.ts';

/** Takes the pictures of the documents, from the built app and the replay server. */
const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } });
const images = resolve(values.out ?? resolve(import.meta.dirname, '../../../docs/images'));
mkdirSync(images, { recursive: true });

type ColorScheme = 'light' | 'dark';

interface Shot {
  readonly name: string;
  readonly page: (typeof pages)[number];
  readonly act: (page: Page) => Promise<unknown>;
  readonly height?: number;
  /** Of the replies; default 1. */
  readonly speed?: number;
  /** Pictures of the documents; `--out` takes all schemes and widths, to look at. */
  readonly documents?: readonly string[];
}

const press = (page: Page, name: RegExp | string) => page.getByRole('button', { name }).first().click();
const shots: readonly Shot[] = [
  {
    name: 'chat',
    page: 'chat',
    documents: ['chat', 'chat-dark', 'chat-360'],
    height: 860,
    act: async (page) => {
      await press(page, /^Compare/);
      await page.getByTestId('status').filter({ hasText: 'done' }).waitFor();
    },
  },
  { name: 'chat-start', page: 'chat', act: () => Promise.resolve() },
  {
    name: 'chat-error',
    page: 'chat',
    act: async (page) => {
      await page.getByRole('button', { name: /^Write/ }).waitFor();
      await page.context().setOffline(true);
      await page.clock.install();
      await press(page, /^Write/);
      for (let i = 0; i < 10 && !(await page.getByTestId('error').isVisible()); i++) await page.clock.runFor(10_000);
    },
  },
  {
    name: 'compare',
    page: 'compare',
    documents: ['compare'],
    act: async (page) => {
      await press(page, /^Ask all/);
      await page.locator('section[aria-label="claude-opus-4-8"]').filter({ hasText: 'table salt' }).waitFor();
    },
  },
  {
    name: 'table',
    page: 'table',
    documents: ['table'],
    speed: 0.25,
    height: 520,
    act: async (page) => {
      await press(page, /^List/);
      await page;
      // In every frame: a locator looks only twice a second.
      await page.waitForFunction(() => /Saturn|Uranus/.test(document.querySelector('.growing')?.textContent ?? ''));
    },
  },
  {
    name: 'tools',
    page: 'tools',
    documents: ['tools', 'tools-dark'],
    height: 520,
    act: async (page) => {
      await press(page, /^Ask/);
      await press(page, /^Approve .*Paris/);
      await page.locator('.calls .done').waitFor();
      await press(page, /^Refuse .*Berlin/);
    },
  },
  {
    name: 'marbles',
    page: 'marbles',
    documents: ['marbles', 'marbles-dark'],
    height: 1000,
    act: async (page) => {
      await press(page, 'Ask');
      await page.locator('.marble.complete').first().waitFor({ state: 'attached' });
      await page.evaluate(() => {
        const end = document.querySelector<HTMLElement>('.source .message_delta')?.offsetLeft ?? 0;
        const timeline = document.querySelector('.timeline');
        timeline?.scrollTo(end - timeline.clientWidth * 0.7, 0);
      });
      await page.locator('.source .message_delta').hover();
    },
  },
  { name: 'relay', page: 'relay', act: (page) => press(page, 'Send') },
  { name: 'interop', page: 'interop', act: (page) => press(page, 'Ask') },
];

for (const { name, page: path, act, documents = [], height = 760, speed = 1 } of shots) {
  if (values.only !== undefined && !name.startsWith(values.only)) continue;
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1100, 360]) {
      const file = `${name}${width === 360 ? '-360' : ''}${colorScheme === 'dark' ? '-dark' : ''}`;
      if (values.out === undefined && !documents.includes(file)) continue;
      const app = await openApp(
        { tokensPerSecond: 40, jitter: 0.5, respond: demoReplies(speed) },
        { colorScheme, viewport: { width, height: width === 360 ? 760 : height } },
      );
      const page = await app.open(path);
      await act(page);
      await page.screenshot({ path: resolve(images, `${file}.png`), animations: 'disabled' });
      await app.close();
    }
  }
}

/** A short film of the chat and of the marbles. */
async function film(colorScheme: ColorScheme): Promise<Uint8Array> {
  const app = await openApp(
    { tokensPerSecond: 40, jitter: 0.5, respond: demoReplies() },
    { colorScheme, viewport: { width: 800, height: 600 } },
  );
  const page = await app.open('chat');
  const frames: { png: Buffer; at: number }[] = [];
  const record = async (seconds: number) => {
    const end = performance.now() + seconds * 1_000;
    while (performance.now() < end) {
      const at = performance.now();
      frames.push({ png: await page.screenshot(), at });
      await new Promise((next) => setTimeout(next, Math.max(0, 150 - (performance.now() - at))));
    }
  };
  await record(0.5);
  await press(page, /^Compare/);
  await record(6);
  await app.close();
  return animation(frames);
}

if (values.only === undefined || values.only === 'film')
  for (const colorScheme of ['light', 'dark'] as const)
    writeFileSync(resolve(images, `chat-${colorScheme}.gif`), await film(colorScheme));
await closeBrowser();
