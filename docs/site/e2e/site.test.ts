import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { exampleOf, type Framework } from './example-of.ts';
import { serveSite } from './serve-site.ts';

const dist = resolve(import.meta.dirname, '../dist');
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** The path that the site was built for. */
const base = /href="(\/[^"]*?)assets\//.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1] ?? '/';

let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;
before(async () => {
  site = await serveSite(base);
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
});
after(async () => {
  await browser.close();
  site.close();
});

/** A page of the site, and everything that went wrong in it: errors, failed requests, requests to other origins. */
async function open(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !/^(?:data|blob):/.test(request.url())) problems.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(site.url + path, { waitUntil: 'load' });
  // A click before Vue takes over the page is lost.
  await page.waitForFunction(() => '__vue_app__' in (document.getElementById('app') ?? {}));
  return { page, problems, close: () => context.close() };
}

async function violationsOf(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(
      ({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 120)).join()}`,
    );
  });
}

describe('the site', () => {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  const pages = files.filter((file) => file.endsWith('.html') && !/^(?:reference|404)/.test(file));

  it('has the guide, the marbles, the reference and the changelog', () => {
    for (const file of ['getting-started', 'marbles/index', 'decisions/index', 'changelog', 'reference/index']) {
      assert.ok(files.includes(`${file}.html`), file);
    }
    assert.ok(pages.length > 20);
  });

  it('loads every page without an error and without another origin', async () => {
    const problems: string[] = [];
    for (const file of pages) {
      const { problems: found, close } = await open(file.replace(/(?:index)?\.html$/, ''));
      problems.push(...found.map((problem) => `${file}: ${problem}`));
      await close();
    }
    assert.deepEqual(problems, []);
  });

  it('finds text', async () => {
    const { page, problems, close } = await open('');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('backpressure');
    const result = page.getByRole('option').first();
    await result.click();
    await page.waitForURL(/pace/);
    assert.deepEqual(problems, []);
    await close();
  });
});

describe('the playground', () => {
  it('runs an example and shows its events, marbles and emissions', async () => {
    const { page, problems, close } = await open('playground');
    await page.getByLabel('Pause between events').fill('0');
    await page.getByRole('button', { name: 'Run' }).click();
    const emissions = page.getByLabel('Emissions').getByRole('listitem');
    await emissions.filter({ hasText: /^complete$/ }).waitFor();
    assert.equal(
      (await emissions.allTextContents()).slice(0, -1).join(''),
      'Small words, one by one,\na river learning to speak.\nThe sea reads along.',
    );
    const marbles = await page.locator('.lane').nth(0).locator('.next').count();
    assert.equal(
      marbles,
      await page
        .locator('.lane')
        .nth(1)
        .locator('.next')
        .count()
        .then((texts) => texts + 5),
    );
    assert.deepEqual(problems, []);
    await close();
  });

  it('runs every example to its end', async () => {
    const { page, problems, close } = await open('playground');
    await page.getByLabel('Pause between events').fill('0');
    const titles = await page.getByLabel('Example').locator('option').allTextContents();
    for (const label of titles) {
      await page.getByLabel('Example').selectOption({ label });
      await page.getByRole('button', { name: 'Run' }).click();
      await page
        .getByLabel('Emissions')
        .getByRole('listitem')
        .filter({ hasText: /^complete$/ })
        .waitFor();
    }
    assert.ok(titles.length > 5);
    assert.deepEqual(problems, []);
    await close();
  });

  it('runs what the reader writes, reports what is wrong with it, and unsubscribes', async () => {
    const { page, close } = await open('playground');
    const pipe = page.getByLabel('Pipe');
    const run = page.getByRole('button', { name: 'Run' });
    await page.getByLabel('Pause between events').fill('0');
    await pipe.fill("events$.pipe(eventsOfType('message_stop'), map(({ type }) => type))");
    await run.click();
    await page.getByLabel('Emissions').getByText('message_stop').waitFor();
    await pipe.fill('events$.pipe(nonsense())');
    await run.click();
    assert.match((await page.getByRole('alert').textContent()) ?? '', /nonsense is not defined/);
    await pipe.fill('42');
    await run.click();
    await page.getByText('must be an expression whose value is an Observable').waitFor();
    await page.getByLabel('Pause between events').fill('400');
    await pipe.fill('events$');
    await run.click();
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    assert.equal(await page.getByRole('status').textContent(), '');
    await close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no accessibility violation and no sideways scroll at 360 px, ${colorScheme}`, async () => {
      const { page, close } = await open('playground', { colorScheme, viewport: { width: 360, height: 740 } });
      await page.getByLabel('Pause between events').fill('0');
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByLabel('Emissions').getByText('complete', { exact: true }).waitFor();
      assert.deepEqual(await violationsOf(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await close();
    });
  }
});

describe('the examples for other frameworks', () => {
  for (const framework of ['react', 'vue'] satisfies Framework[]) {
    it(`renders the reply with ${framework}, and unsubscribes when the component is gone`, async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<main id="app"></main>' }));
      await page.goto('http://127.0.0.1/');
      await page.addScriptTag({ content: await exampleOf(framework) });
      await page.locator('p', { hasText: 'Paris is the capital.' }).waitFor();
      await page.evaluate(() => (globalThis as unknown as { unmount(): void }).unmount());
      await page.waitForFunction(() => (globalThis as unknown as { states: string[] }).states.at(-1) === 'aborted');
      await context.close();
    });
  }
});
