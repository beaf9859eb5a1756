import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, afterEach, describe, it } from 'node:test';
import { messageEvents, type ReplayServerOptions, sseBody } from 'anthropic-rxjs/testing';
import type { Page } from 'playwright-core';
import { shows } from '../../../spec/support/shows.ts';
import { demoReplies } from '../server/demo-replies.ts';
import { planets, saltySea, sorting } from '../server/demo-texts.ts';
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
const textShown = async (page: Page) => (await page.getByTestId('text').textContent())?.trim();
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

  it('continues over a new connection, and leaves no listener behind', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    const page = await app.open('relay');
    const cdp = await app.context.newCDPSession(page);
    const listenerCount = async () => {
      const { result } = await cdp.send('Runtime.evaluate', { expression: 'window' });
      const { listeners } = await cdp.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' });
      return listeners.filter(({ type }) => ['online', 'pageshow'].includes(type)).length;
    };
    await send(page, 'Hello');
    await reading(page);
    assert.equal(await listenerCount(), 2);
    const attached = page.waitForRequest((request) => request.headers()['last-event-id'] !== undefined);
    app.disconnect();
    await attached;
    release();
    await status(page, 'done');
    assert.equal(await textShown(page), text);
    assert.equal(app.api.requests.length, 1);
    assert.equal(await listenerCount(), 0);
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
    await page.locator('.turns').waitFor({ state: 'attached' });
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

  it('continues while another page is shown, and keeps the partial reply and the draft after a reload', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    const page = await app.open();
    await send(page, 'Hello');
    await page.getByTestId('text').filter({ hasText: 'word 0' }).waitFor();
    await page.getByLabel('Your message').fill('a draft');
    await page.getByRole('link', { name: 'Table' }).click();
    await page.getByRole('button', { name: 'List the planets' }).waitFor();
    // Escape stops the chat only where the user sees it.
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Chat' }).click();
    assert.equal(await page.getByLabel('Your message').inputValue(), 'a draft');
    await status(page, 'streaming');
    const before = await textShown(page);
    await page.reload();
    await status(page, 'stopped');
    assert.equal(await textShown(page), before);
    assert.equal(await page.getByLabel('Your message').inputValue(), 'a draft');
    await page.getByRole('button', { name: 'Try again' }).click();
    // Not for its text, which the stopped reply shows already.
    await status(page, 'streaming');
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
    await shows(() => page.getByLabel('Your changed message').inputValue(), 'Hello');
    await page.keyboard.type('!');
    await page.keyboard.press('Enter');
    await status(page, 'done');
    await page.locator('.turns .user p').filter({ hasText: 'Hello!' }).waitFor();
    assert.equal(await page.locator('.turns li').count(), 2);
    assert.deepEqual(app.api.requests.at(-1)?.body?.messages, [{ role: 'user', content: 'Hello!' }]);
  });

  it('renders Markdown, and copies code', async () => {
    app = await openApp({}, { permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await app.open();
    await page.getByRole('button', { name: 'Compare three ways to sort a list' }).click();
    await status(page, 'done');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'prompt');
    const rows = await page.getByTestId('text').locator('tr').allTextContents();
    assert.equal(rows.length, 4);
    assert.equal(await page.getByTestId('text').locator('li').count(), 3);
    const code = /```ts\n(.*?)\n```/s.exec(sorting)?.[1];
    assert.equal(await page.locator('pre code').textContent(), code);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
    assert.deepEqual(app.problems, []);
  });

  it('follows its text until the reader scrolls up', async () => {
    const words = 'A line of the reply.\n\n'.repeat(60);
    const long = messageEvents(words);
    const go: ((part: string) => void)[] = [];
    app = await openApp(
      {
        respond: () => (response) => {
          response.writeHead(200, stream);
          go.push((part) => response.write(part));
        },
      },
      { viewport: { width: 360, height: 700 } },
    );
    const page = await app.open();
    await send(page, 'Hello');
    await status(page, 'pending');
    await app.api.nextRequest();
    const paragraphs = (count: number) =>
      page.waitForFunction((least) => document.querySelectorAll('.assistant p').length >= least, count);
    const toEnd = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY);
    const atEnd = () =>
      page.waitForFunction(() => document.documentElement.scrollHeight - innerHeight - scrollY < 2 && scrollY > 0);
    go[0]?.(sseBody(long.slice(0, 120)));
    await paragraphs(20);
    await atEnd();
    await shows(() => page.getByRole('button', { name: 'Latest text' }).count(), 0);
    const end = await page.evaluate(() => scrollY);
    await page.mouse.move(180, 200);
    await page.mouse.wheel(0, -300);
    await shows(() => page.evaluate(() => scrollY), end - 300);
    await page.getByRole('button', { name: 'Latest text' }).waitFor();
    const [top, before] = [await page.evaluate(() => scrollY), await page.locator('.assistant p').count()];
    go[0]?.(sseBody(long.slice(120, 240)));
    await paragraphs(before + 20);
    assert.equal(await page.evaluate(() => scrollY), top);
    assert.ok((await toEnd()) > 300);
    await page.getByRole('button', { name: 'Latest text' }).click();
    await atEnd();
    go[0]?.(sseBody(long.slice(240)));
    await status(page, 'done');
    await atEnd();
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
    await page.getByLabel('Your message').waitFor();
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
  it('compare three models that answer differently, each at its own speed', async () => {
    app = await openApp({ respond: demoReplies(10) });
    const page = await app.open('compare');
    await page.getByRole('button', { name: 'Ask all three' }).click();
    await page.waitForFunction(() => document.querySelectorAll('[data-done=true]').length === 3);
    assert.deepEqual(app.api.requests.map(({ body }) => body?.model).sort(), [
      'claude-haiku-4-5',
      'claude-opus-4-8',
      'claude-sonnet-5',
    ]);
    const byEnd = [...app.api.requests].sort((a, b) => (a.closedAt ?? NaN) - (b.closedAt ?? NaN));
    assert.deepEqual(
      byEnd.map(({ body }) => body?.model),
      ['claude-haiku-4-5', 'claude-sonnet-5', 'claude-opus-4-8'],
    );
    for (const [model, text] of Object.entries(saltySea)) {
      const plain = (each: string) => each.replace(/[*#\s-]+/g, '');
      assert.equal(
        plain((await page.getByLabel(model, { exact: true }).locator('.markdown').textContent()) ?? ''),
        plain(text),
      );
    }
    assert.deepEqual(app.problems, []);
  });

  it('fill a table row by row, letter by letter', async () => {
    const json = JSON.stringify({ planets });
    const cut = json.indexOf('us"', json.indexOf('Ven'));
    const fragments = [json.slice(0, cut), json.slice(cut)];
    const call = messageEvents({ content: { tool_use: { name: 'give_output', fragments } } });
    let goOn = () => {};
    app = await openApp({
      respond: () => (response) => {
        response.writeHead(200, stream);
        response.write(sseBody(call.slice(0, 3)));
        goOn = () => response.end(sseBody(call.slice(3)));
      },
    });
    const page = await app.open('table');
    const cells = () =>
      page
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) => Array.from(row.querySelectorAll('th, td'), ({ textContent }) => textContent?.trim())),
        );
    await page.getByRole('button', { name: 'List the planets' }).click();
    await status(page, 'Writing row 2');
    assert.deepEqual(await cells(), [
      ['Mercury', '0', '4,879 km', 'A year of 88 days'],
      ['Ven', '', '', ''],
    ]);
    assert.equal((await page.locator('tr.growing').textContent())?.trim(), 'Ven');
    goOn();
    await status(page, 'Complete');
    assert.deepEqual(
      await cells(),
      planets.map(({ name, moons, kilometres, note }) => [
        name,
        String(moons),
        `${kilometres.toLocaleString('en')} km`,
        note,
      ]),
    );
    assert.equal(await page.locator('tr.growing').count(), 0);
  });

  it('show an error and try again', async () => {
    let calls = 0;
    const failed = { status: 400, body: { type: 'error', error: { type: 'invalid_request_error', message: 'no' } } };
    const script = demoReplies(1_000);
    app = await openApp({ respond: (request) => (calls++ === 0 ? failed : script(request)) });
    const page = await app.open('table');
    await page.getByRole('button', { name: 'List the planets' }).click();
    await page.getByRole('alert').getByText('The service did not accept the request.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await status(page, 'Complete');
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  it('run the tool calls that the user approves', async () => {
    app = await openApp();
    const page = await app.open('tools');
    await page.getByRole('button', { name: /^Ask for the weather/ }).click();
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.replace(/\s+/g, ' ').trim());
    await page.getByRole('button', { name: /^Refuse .*Berlin/ }).press('Enter');
    await page.locator('.calls .refused').waitFor();
    // Focus goes to the next question.
    await shows(async () => /^Approve .*Paris/.test((await focused()) ?? ''), true);
    for (const city of ['Paris', 'Tokyo'])
      await page.getByRole('button', { name: new RegExp(`^Approve .*${city}`) }).click();
    await page.getByText('mild in Tokyo').waitFor();
    assert.deepEqual((await page.locator('.calls .badge').allTextContents()).sort(), ['done', 'done', 'refused']);
    await shows(async () => /the user refused/.test((await page.getByTestId('answer').textContent()) ?? ''), true);
    await shows(async () => /^Ask for the weather/.test((await focused()) ?? ''), true);
  });

  it('draw each event as a marble that hover and the keyboard show', async () => {
    app = await openApp();
    const page = await app.open('marbles');
    const lane = (name: string) => page.getByRole('group', { name, exact: true });
    const labels = async (name: string) =>
      (await lane(name).getByRole('button').allTextContents()).map((label) => label.trim());
    const json = async () => JSON.parse((await page.getByTestId('json').textContent()) ?? 'null') as unknown;
    const typeShown = async () => ((await json()) as { type?: string }).type;
    const poem = 'Small words, one by one,\na river learning to speak.\nThe sea reads along.';
    const letters = tokensOf(poem);
    await page.getByRole('button', { name: 'Ask' }).click();
    await lane('events$').locator('.complete').waitFor();
    await shows(() => labels('events$'), ['S', 'B', ...letters, 'E', 'D', 'X', '|']);
    await shows(() => labels('textDeltas()'), [...letters, '|']);

    // A lane that is chosen late has all its marbles.
    await page.getByRole('checkbox', { name: 'contentBlocks()' }).check();
    await shows(() => labels('contentBlocks()'), ['text', '|']);
    await page.getByRole('checkbox', { name: 'contentBlocks()' }).uncheck();
    await shows(() => lane('contentBlocks()').count(), 0);

    // No marble covers another.
    const boxes = await lane('events$')
      .getByRole('button')
      .evaluateAll((marbles) =>
        marbles.map((marble) => marble.getBoundingClientRect()).map(({ left, right }) => [left, right]),
      );
    for (const [i, [left = NaN]] of boxes.entries()) if (i > 0) assert.ok(left > (boxes[i - 1]?.[1] ?? NaN));

    await lane('events$').locator('.message_delta').hover();
    await shows(typeShown, 'message_delta');
    await lane('events$').locator('.message_start').focus();
    await page.keyboard.press('ArrowRight');
    await shows(typeShown, 'content_block_start');
    await page.keyboard.press('End');
    await shows(json, { complete: true });
    await page.keyboard.press('ArrowLeft');
    await shows(json, { type: 'message_stop' });
    await page.keyboard.press('ArrowDown');
    await shows(() => page.evaluate(() => document.activeElement?.closest('.lane')?.ariaLabel), 'textDeltas()');
    // One stop of the Tab key for all marbles.
    await shows(() => page.locator('.marble[tabindex="0"]').count(), 1);
    assert.deepEqual(app.problems, []);
  });

  it('play marbles again in slow motion, and pause', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    const page = await app.open('marbles');
    await page.clock.install();
    await page.getByRole('button', { name: 'Ask' }).click();
    const deltas = page.getByRole('group', { name: 'textDeltas()' }).getByRole('button');
    await deltas.nth(7).waitFor({ state: 'attached' });
    const early = await deltas.count();
    // A minute between the two halves of the reply.
    await page.clock.fastForward(60_000);
    release();
    await deltas.nth(early + 1).waitFor({ state: 'attached' });
    await page.locator('.marble.complete').first().waitFor({ state: 'attached' });
    await page.getByLabel('Speed').selectOption('1⁄10 speed');
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.clock.fastForward(200_000);
    await deltas.nth(early - 1).waitFor({ state: 'attached' });
    assert.equal(await deltas.count(), early);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('button[aria-pressed=true]', { hasText: 'Pause' }).waitFor();
    const paused = await page.getByTestId('time').textContent();
    await page.clock.fastForward(1_000_000);
    assert.equal(await page.getByTestId('time').textContent(), paused);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.clock.fastForward(1_000_000);
    await page.locator('.marble.complete').first().waitFor({ state: 'attached' });
  });

  it('show the same with async, toSignal and rxResource', async () => {
    app = await openApp();
    const page = await app.open('interop');
    await page.getByTestId('signal').filter({ hasText: 'done: Small words' }).waitFor();
    const haiku = 'Small words, one by one,\na river learning to speak.\nThe sea reads along.';
    await shows(() => page.getByTestId('async').textContent(), haiku);
    assert.equal(app.api.requests.length, 1);
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByTestId('resource').filter({ hasText: 'The capital of France is Paris.' }).waitFor();
    assert.equal(app.api.requests.length, 2);
  });
});

/** The words on the marbles of a text: a piece without the white space around it. */
const tokensOf = (text: string) => (text.match(/ ?[a-z]{1,8}| ?[,.]|\s+/gi) ?? []).map((piece) => piece.trim() || '␣');

describe('every page', () => {
  /** Fills each page, so that axe sees all its parts. */
  const use: Record<(typeof pages)[number], (page: Page) => Promise<unknown>> = {
    chat: async (page) => {
      await send(page, 'Compare three ways to sort a list');
      await status(page, 'done');
    },
    compare: async (page) => {
      await page.getByRole('button', { name: 'Ask all three' }).click();
      await page.locator('[data-done=true]').nth(2).waitFor();
    },
    table: async (page) => {
      await page.getByRole('button', { name: 'List the planets' }).click();
      await status(page, 'Complete');
    },
    tools: async (page) => {
      await page.getByRole('button', { name: /^Ask/ }).click();
      await page.getByRole('button', { name: /^Approve .*Paris/ }).click();
      await page.locator('.calls .done').waitFor();
    },
    relay: async (page) => {
      await send(page, 'Hello');
      await status(page, 'done');
    },
    marbles: async (page) => {
      await page.getByRole('button', { name: 'Ask' }).click();
      await page.locator('.marble.complete').first().waitFor();
    },
    interop: (page) => page.getByTestId('signal').filter({ hasText: 'done: Small words' }).waitFor(),
  };
  const axe = createRequire(import.meta.url).resolve('axe-core');
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing that axe reports, in ${colorScheme} colours, at 360 px`, async () => {
      // The policy of the page would not let axe in; a test of its own shows that the page needs nothing it forbids.
      app = await openApp({}, { colorScheme, viewport: { width: 360, height: 700 }, bypassCSP: true });
      const source = await readFile(axe, 'utf8');
      for (const name of pages) {
        const page = await app.open(name);
        await page.getByRole('heading', { level: 2 }).waitFor();
        await use[name](page);
        await page.evaluate(source);
        const found = await page.evaluate(async () => {
          type Result = { violations: { id: string; nodes: { html: string }[] }[] };
          const { axe } = globalThis as unknown as { axe: { run: () => Promise<Result> } }; // evaluated above
          const { violations } = await axe.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
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
      await use[name](page);
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
    const samples = [
      'Compare three ways to sort a list',
      'Explain list comprehensions in Python',
      'Write a short story',
      'What is the capital of France?',
    ];
    for (const sample of samples) {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), sample);
    }
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'prompt');
    await page.keyboard.type('What is 2+2?');
    await page.keyboard.press('Enter');
    await page.getByText('2 + 2 = 4.').waitFor();
  });
});
