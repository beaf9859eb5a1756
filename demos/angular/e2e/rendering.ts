import { messageEvents, sseBody } from 'anthropic-rxjs/testing';
import type { Page } from 'playwright-core';
import { closeBrowser, openApp } from './open-app.ts';

const deltas = 20_000;
const words = Array.from({ length: deltas }, (_, i) => (i % 12 === 11 ? 'word\n' : 'word '));
const wire = sseBody(messageEvents({ content: words.join(''), chunk: (text) => text.match(/\S+\s/g) ?? [] }));

/** How long the main thread was blocked while a reply of 20,000 deltas was shown. */
async function measure(
  name: 'chat' | 'interop',
  start: (page: Page) => Promise<void>,
  done: (page: Page) => Promise<unknown>,
) {
  const go: (() => void)[] = [];
  const chunks = wire.match(/[\s\S]{1,16384}/g) ?? [];
  const app = await openApp({
    respond: () => (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      // As a fast model would: 20,000 deltas in four seconds.
      go.push(() => {
        const timer = setInterval(
          () => {
            const chunk = chunks.shift();
            if (chunk !== undefined) return void response.write(chunk);
            clearInterval(timer);
            response.end();
          },
          (4_000 * 16_384) / wire.length,
        );
      });
    },
  });
  const page = await app.open(name);
  await start(page);
  while (go.length === 0) await new Promise(setImmediate);
  await page.evaluate(() => {
    const tasks: number[] = [];
    (globalThis as unknown as { tasks: number[] }).tasks = tasks; // read below
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });
  const cdp = await app.context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const busy = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
  };
  const before = await busy();
  go[0]?.();
  await done(page);
  const spent = (await busy()) - before;
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks); // set above
  await app.close();
  return {
    page: name,
    'tasks over 50 ms': tasks.length,
    'longest (ms)': Math.round(Math.max(0, ...tasks)),
    'main thread busy (ms)': Math.round(spent),
  };
}

console.table([
  await measure(
    'chat',
    async (page) => {
      await page.getByLabel('Your message').fill('Hello');
      await page.getByRole('button', { name: 'Send' }).click();
    },
    (page) =>
      page
        .getByTestId('status')
        .filter({ hasText: /^done$/ })
        .waitFor({ timeout: 120_000 }),
  ),
  await measure(
    'interop',
    () => Promise.resolve(),
    (page) => page.getByTestId('signal').filter({ hasText: /^done/ }).waitFor({ timeout: 120_000 }),
  ),
]);
await closeBrowser();
