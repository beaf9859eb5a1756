import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, afterEach, describe, it } from 'node:test';
import { messageEvents, type ReplayServerOptions, sseBody } from 'anthropic-rxjs/testing';
import type { Page } from 'playwright-core';
import { closeBrowser, key, openApp, pages, type RunningApp } from './open-app.ts';

let app: RunningApp;
afterEach(() => app.close());
after(closeBrowser);

const stream = { 'content-type': 'text/event-stream' };
const text = Array.from({ length: 200 }, (_, i) => `word ${i} äöü 👩‍👩‍👧 <b>`).join(' ');
const events = messageEvents(text);
const [beginning, rest] = [sseBody(events.slice(0, 12)), sseBody(events.slice(12))];

/** Answers with the beginning of a reply, and the rest when the test wants it. */
function heldReply() {
  let goOn: (() => void)[] = [];
  const replay: ReplayServerOptions = {
    respond: () => (response) => {
      response.writeHead(200, stream);
      response.write(beginning);
      goOn.push(() => response.end(rest));
    },
  };
  return {
    replay,
    release: () => {
      for (const go of goOn) go();
      goOn = [];
    },
  };
}

const status = (page: Page, expected: string) =>
  page
    .getByTestId('status')
    .filter({ hasText: new RegExp(`^${expected}$`) })
    .waitFor();
/** Keeps the largest number of turns that a page has shown, in its global `mostTurns`. */
const countTurns = `{
  globalThis.mostTurns = 0;
  const turns = document.querySelector('.turns');
  const count = () => (mostTurns = Math.max(mostTurns, turns.children.length));
  new MutationObserver(count).observe(turns, { childList: true });
}`;
const textShown = (page: Page) => page.getByTestId('text').textContent();
async function send(page: Page, prompt: string): Promise<void> {
  await page.getByLabel('Your message').fill(prompt);
  await page.getByRole('button', { name: 'Send' }).click();
}

describe('a relayed reply', () => {
  const reading = (page: Page) => page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();

  it('goes on after a reload in its middle, in a second tab too, with one call of the API', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    const page = await app.open('relay');
    await send(page, 'Hello');
    await reading(page);
    await page.reload();
    await reading(page);
    const second = await app.open('relay');
    await reading(second);
    release();
    for (const tab of [page, second]) {
      await status(tab, 'done');
      assert.equal(await textShown(tab), text);
    }
    assert.equal(app.api.requests.length, 1);
    assert.deepEqual(app.problems, []);
  });

  it('is stopped by either tab, for both', async () => {
    app = await openApp(heldReply().replay);
    const [page, second] = [await app.open('relay'), await app.open('relay')];
    // The request that starts the reply is slow: the second tab must not ask for the reply before.
    let start = () => {};
    const held = new Promise<void>((resolve) => (start = resolve));
    await app.context.route('**/api/replies', (route) => held.then(() => route.continue()));
    await send(page, 'Hello');
    await status(page, 'connecting');
    await status(second, 'idle');
    start();
    await reading(page);
    await reading(second);
    await second.getByRole('button', { name: 'Stop' }).click();
    for (const tab of [page, second]) await status(tab, 'stopped');
    assert.equal(await app.api.requests[0]?.closed, 'aborted');
  });
});

describe('the chat', () => {
  it('shows text before the reply is complete, and all of it exactly', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    const page = await app.open();
    await page.evaluate(countTurns);
    await send(page, 'Hello');
    await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    await status(page, 'streaming');
    assert.ok(text.startsWith((await textShown(page)) ?? '?'));
    release();
    await status(page, 'done');
    assert.equal(await page.locator('.turns .assistant p').textContent(), text);
    // The reply that ends and the same reply in the history are never both there.
    assert.equal(await page.evaluate('mostTurns'), 2);
    assert.deepEqual(app.problems, []);
  });

  it('aborts the call of the API when it is stopped, and keeps what came', async () => {
    app = await openApp(heldReply().replay);
    const page = await app.open();
    await send(page, 'Hello');
    await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await status(page, 'stopped');
    assert.equal(await app.api.requests[0]?.closed, 'aborted');
    assert.match((await page.locator('.turns .assistant p').textContent()) ?? '', /^word 0/);
  });

  it('shows an error when the connection breaks, and tries again', async () => {
    const breaks: (() => unknown)[] = [];
    app = await openApp({
      respond: () => (response) => {
        response.writeHead(200, stream);
        response.write(beginning);
        if (breaks.length === 0) breaks.push(() => response.destroy());
        else response.end(rest);
      },
    });
    const page = await app.open();
    await send(page, 'Hello');
    await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    breaks[0]?.();
    await status(page, 'error');
    assert.equal(
      await page.getByTestId('error').textContent(),
      'The connection to the service failed. Check your network and try again.',
    );
    await page.getByRole('button', { name: 'Try again' }).click();
    await status(page, 'done');
    assert.ok((await page.locator('.turns').textContent())?.includes('word 199'));
    // The question is asked once more, not twice.
    assert.deepEqual(app.api.requests.at(-1)?.body?.messages, [{ role: 'user', content: 'Hello' }]);
  });

  it('works again when the browser is online again', async () => {
    app = await openApp({ recording: sseBody(events) });
    const page = await app.open();
    await page.clock.install();
    await app.context.setOffline(true);
    await send(page, 'Hello');
    // Waits of the client between its attempts.
    for (let i = 0; i < 10 && !(await page.getByTestId('error').isVisible()); i++) await page.clock.runFor(10_000);
    await status(page, 'error');
    assert.equal(app.api.requests.length, 0);
    await page.clock.resume();
    await app.context.setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await status(page, 'done');
    assert.equal(await page.locator('.turns .assistant p').textContent(), text);
  });

  it('queues a message while a reply runs, and sends it after the reply', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    const page = await app.open();
    await send(page, 'one');
    await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    await page.getByTestId('queued').filter({ hasText: 'two' }).waitFor();
    assert.equal(app.api.requests.length, 1);
    release();
    await page.getByTestId('queued').waitFor({ state: 'detached' });
    await status(page, 'streaming');
    release();
    await status(page, 'done');
    assert.equal(app.api.requests.length, 2);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'prompt');
  });

  it('sends nothing for an empty message or for Enter while composing, and stops with Escape', async () => {
    app = await openApp(heldReply().replay);
    const page = await app.open();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByLabel('Your message').fill('Hello');
    await page
      .getByLabel('Your message')
      .dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
    assert.equal(await page.locator('.turns li').count(), 0);
    await page.getByLabel('Your message').press('Enter');
    await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    await page.keyboard.press('Escape');
    await status(page, 'stopped');
    assert.equal(await app.api.requests[0]?.closed, 'aborted');
    assert.equal(app.api.requests.length, 1);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'prompt');
  });

  it('continues while another page is shown, and keeps the partial reply after a reload', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    const page = await app.open();
    await send(page, 'Hello');
    await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    await page.getByRole('link', { name: 'Table' }).click();
    await page.getByRole('button', { name: 'List the planets' }).waitFor();
    await page.getByRole('link', { name: 'Chat' }).click();
    await status(page, 'streaming');
    const before = await textShown(page);
    await page.reload();
    await status(page, 'stopped');
    assert.equal(await textShown(page), before);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    release();
    await status(page, 'done');
    assert.equal(await textShown(page), text);
  });

  it('sends a changed message in place of the old one', async () => {
    app = await openApp({ recording: sseBody(events) });
    const page = await app.open();
    await send(page, 'Hello');
    await status(page, 'done');
    await page.getByRole('button', { name: 'Edit Hello' }).click();
    await page.keyboard.type('!');
    await page.keyboard.press('Enter');
    await status(page, 'done');
    await page.locator('.turns .user p').filter({ hasText: 'Hello!' }).waitFor();
    assert.equal(await page.locator('.turns li').count(), 2);
    assert.deepEqual(app.api.requests.at(-1)?.body?.messages, [{ role: 'user', content: 'Hello!' }]);
  });

  it('keeps two tabs apart', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    const [one, two] = [await app.open(), await app.open()];
    await send(one, 'one');
    await send(two, 'two');
    for (const page of [one, two]) await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    await one.close();
    assert.equal(await app.api.requests[0]?.closed, 'aborted');
    release();
    await status(two, 'done');
    assert.equal(await two.locator('.turns .assistant p').textContent(), text);
  });

  it('lets a screen reader hear the beginning and the end only', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    const page = await app.open();
    const heard: string[] = [];
    await page.exposeFunction('heard', (said: string) => heard.push(said));
    await page.evaluate(() => {
      const region = document.querySelector('[aria-live=polite]');
      const tell = (globalThis as unknown as { heard: (said: string) => void }).heard; // exposed above
      if (region)
        new MutationObserver(() => tell(region.textContent ?? '')).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
    });
    await send(page, 'Hello');
    await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    release();
    await page.getByText('The reply is complete.').waitFor({ state: 'attached' });
    assert.deepEqual(heard, ['The reply is being written.', 'The reply is complete.']);
  });
});

describe('the other pages', () => {
  it('compare three models, whose text and speed grow on their own', async () => {
    app = await openApp({ tokensPerSecond: 2_000 });
    const page = await app.open('compare');
    await page.getByRole('button', { name: 'Ask all three' }).click();
    await page.waitForFunction(() => document.querySelectorAll('[data-done=true]').length === 3);
    assert.deepEqual(app.api.requests.map(({ body }) => body?.model).sort(), [
      'claude-haiku-4-5',
      'claude-opus-4-8',
      'claude-sonnet-5',
    ]);
    assert.deepEqual(app.problems, []);
  });

  it('fill a table row by row', async () => {
    app = await openApp();
    const page = await app.open('table');
    await page.getByRole('button', { name: 'List the planets' }).click();
    await page.getByText('Complete').waitFor();
    const rows = await page.locator('tbody tr').allTextContents();
    assert.equal(rows.length, 8);
    assert.equal(rows[0]?.replace(/\s+/g, ' ').trim(), 'Mercury0');
  });

  it('run the tool calls that the user approves', async () => {
    app = await openApp();
    const page = await app.open('tools');
    await page.getByRole('button', { name: /^Ask for the weather/ }).click();
    await page.getByRole('button', { name: /^Refuse .*Berlin/ }).click();
    for (const city of ['Paris', 'Tokyo'])
      await page.getByRole('button', { name: new RegExp(`^Approve .*${city}`) }).click();
    await page.getByText('mild in Tokyo').waitFor();
    assert.deepEqual((await page.locator('.calls .status').allTextContents()).sort(), ['done', 'done', 'refused']);
    assert.match((await page.locator('.prose').textContent()) ?? '', /the user refused/);
  });

  it('draw each event as a marble', async () => {
    app = await openApp({ tokensPerSecond: 500 });
    const page = await app.open('marbles');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.locator('.marble.message_stop').waitFor({ state: 'attached' });
    const letters = await page.locator('svg > g').first().locator('.marble text').allTextContents();
    assert.match(letters.join(''), /^SBΔ+EDX$/);
    assert.deepEqual(app.problems, []);
  });

  it('show the same with async, toSignal and rxResource', async () => {
    app = await openApp();
    const page = await app.open('interop');
    await page.getByTestId('signal').filter({ hasText: 'done: Small words' }).waitFor();
    const haiku = 'Small words, one by one,\na river learning to speak.\nThe sea reads along.';
    assert.equal(await page.getByTestId('async').textContent(), haiku);
    assert.equal(app.api.requests.length, 1);
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByTestId('resource').filter({ hasText: 'The capital of France is Paris.' }).waitFor();
    assert.equal(app.api.requests.length, 2);
  });
});

describe('every page', () => {
  const axe = createRequire(import.meta.url).resolve('axe-core');
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing that axe calls serious, in ${colorScheme} colours, at 360 px`, async () => {
      // The policy of the page would not let axe in; a test of its own shows that the page needs nothing it forbids.
      app = await openApp({}, { colorScheme, viewport: { width: 360, height: 700 }, bypassCSP: true });
      const source = await readFile(axe, 'utf8');
      for (const name of pages) {
        const page = await app.open(name);
        await page.getByRole('heading', { level: 2 }).waitFor();
        if (name === 'chat') await send(page, 'Hello');
        await page.evaluate(source);
        const found = await page.evaluate(async () => {
          type Result = { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
          const { axe } = globalThis as unknown as { axe: { run: () => Promise<Result> } }; // evaluated above
          const { violations } = await axe.run();
          return violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
        });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.deepEqual({ name, found, overflow }, { name, found: [], overflow: 0 });
        await page.close();
      }
    });
  }

  it('breaks no rule of a policy without inline code and eval, and never sees the key', async () => {
    app = await openApp();
    for (const name of pages) {
      const page = await app.open(name);
      if (name === 'chat') await page.getByLabel('Your message').fill('Hello');
      const button = page.getByRole('button', { name: /^(Send|Ask|List)/ }).first();
      await button.click();
      await page.waitForLoadState('networkidle');
      await page.close();
    }
    assert.deepEqual(app.problems, []);
    assert.ok(app.api.requests.length >= pages.length);
    assert.ok(app.api.requests.every(({ headers }) => headers.get('x-api-key') === key));
    assert.ok(app.sent().includes('content-security-policy: default-src'));
    assert.ok(app.sent().includes('message_start'));
    assert.ok(!app.sent().includes(key));
    assert.ok(!app.sent().includes(app.api.url));
  });

  it('can be reached and used by keyboard', async () => {
    app = await openApp();
    const page = await app.open('chat');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'prompt');
    await page.keyboard.type('What is 2+2?');
    await page.keyboard.press('Enter');
    await page.getByText('2 + 2 = 4.').waitFor();
  });
});
