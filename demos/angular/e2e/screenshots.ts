import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { closeBrowser, openApp, type pages } from './open-app.ts';

/** Takes the pictures of the documents, from the built app and the replay server. */
const images = resolve(import.meta.dirname, '../../../docs/images');
mkdirSync(images, { recursive: true });

interface Shot {
  readonly file: string;
  readonly page: (typeof pages)[number];
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly tokensPerSecond?: number;
  readonly act: (page: Page) => Promise<unknown>;
}

const ask = (name: RegExp) => (page: Page) => page.getByRole('button', { name }).click();
async function chat(page: Page): Promise<void> {
  await page.getByLabel('Your message').fill('What is the capital of France?');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByTestId('status').filter({ hasText: 'done' }).waitFor();
  await page.getByLabel('Your message').fill('Write a short story');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForFunction(() => (document.querySelector('[data-testid=text]')?.textContent?.length ?? 0) > 420);
}

const shots: readonly Shot[] = [
  { file: 'chat.png', page: 'chat', act: chat },
  { file: 'chat-dark.png', page: 'chat', colorScheme: 'dark', act: chat },
  { file: 'chat-360.png', page: 'chat', width: 360, act: chat },
  {
    file: 'compare.png',
    page: 'compare',
    tokensPerSecond: 60,
    act: async (page) => {
      await ask(/^Ask all/)(page);
      await page.waitForFunction(() => (document.querySelectorAll('.prose')[2]?.textContent?.length ?? 0) > 500);
    },
  },
  {
    file: 'table.png',
    page: 'table',
    act: async (page) => {
      await ask(/^List/)(page);
      await page.locator('tbody tr').nth(5).waitFor();
    },
  },
  {
    file: 'tools.png',
    page: 'tools',
    act: async (page) => {
      await ask(/^Ask/)(page);
      await page.getByRole('button', { name: /^Approve .*Paris/ }).click();
      await page.getByRole('button', { name: /^Refuse .*Berlin/ }).waitFor();
    },
  },
  {
    file: 'marbles.png',
    page: 'marbles',
    tokensPerSecond: 12,
    act: async (page) => {
      await ask(/^Ask/)(page);
      await page.locator('.marble.message_stop').waitFor({ state: 'attached' });
    },
  },
];

for (const { file, page: name, colorScheme = 'light', width = 900, tokensPerSecond = 120, act } of shots) {
  const app = await openApp({ tokensPerSecond, jitter: 0.5 }, { colorScheme, viewport: { width, height: 640 } });
  const page = await app.open(name);
  await act(page);
  await page.screenshot({ path: resolve(images, file) });
  await app.close();
}
await closeBrowser();
