import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import { messageEvents, type ReplayServerOptions, sseBody } from 'anthropic-rxjs/testing';
import type { Page } from 'playwright-core';
import { shows } from '../../../spec/support/shows.ts';
import { closeBrowser, openApp, type RunningApp } from './open-app.ts';

let app: RunningApp;
afterEach(() => app.close());
after(closeBrowser);

const markdown = `# Sorting

Use **quick sort**, _not_ <b>bubble</b><img src=x onerror="document.title='broken in'"> sort; see [this](javascript:alert(1)).

\`\`\`ts
const sorted = list.sort();
\`\`\`

- fast
- stable
`;
const events = messageEvents({ content: markdown, chunk: (text) => text.match(/\s*\S+|\s+$/g) ?? [] });
/** In the middle of `**quick sort**`. */
const middle = events.findIndex((_, i) => sseBody(events.slice(0, i)).includes(' **quick'));

/** The first reply waits in its middle for `release`; later replies do not wait. */
function heldReply(): { replay: ReplayServerOptions; release: () => void } {
  let release = () => {};
  let isFirst = true;
  const respond = () => {
    if (!isFirst) return events;
    isFirst = false;
    return {
      body: (async function* () {
        yield sseBody(events.slice(0, middle));
        await new Promise<void>((resolve) => (release = resolve));
        yield sseBody(events.slice(middle));
      })(),
    };
  };
  return { replay: { respond }, release: () => release() };
}

async function send(page: Page, prompt: string): Promise<void> {
  await page.getByLabel('Your message').fill(prompt);
  await page.getByRole('button', { name: 'Send' }).click();
}
const html = (page: Page) =>
  page.locator('.assistant').evaluateAll((blocks) => blocks.map(({ innerHTML }) => innerHTML.trim()));
const half = ['<h1>Sorting</h1>', '<p>Use <strong>quick</strong></p>'];
const whole = [
  '<h1>Sorting</h1>',
  '<p>Use <strong>quick sort</strong>, <em>not</em> &lt;b&gt;bubble&lt;/b&gt;&lt;img src=x onerror="document.title=\'broken in\'"&gt; sort; see this.</p>',
  '<pre><code class="language-ts">const sorted = list.sort();\n</code></pre>',
  '<ul>\n<li>fast</li>\n<li>stable</li>\n</ul>',
];
const ended = (page: Page) => page.getByText('stable').waitFor();

describe('the chat of the guide, in an empty application', () => {
  it('has at most 40 lines, and no cast', async () => {
    app = await openApp({});
    const code = readFileSync(resolve(import.meta.dirname, '../src/docs/chat-page.ts'), 'utf8');
    assert.ok(code.trimEnd().split('\n').length <= 40);
    assert.doesNotMatch(code, /\bas\b|\bany\b|\w!|<[A-Z]\w*>|@ts-/);
  });

  it('sends a message, and shows its reply as Markdown while it arrives', async () => {
    const { replay, release } = heldReply();
    app = await openApp(replay);
    await send(app.page, 'How do I *sort*?');
    await app.page.locator('strong', { hasText: /^quick$/ }).waitFor();
    assert.deepEqual(await html(app.page), half);
    const heading = await app.page.locator('h1').elementHandle();
    release();
    await ended(app.page);
    assert.deepEqual(await html(app.page), whole);
    // The element of a finished block stays.
    assert.equal(await heading?.evaluate(({ isConnected }) => isConnected), true);
    assert.equal(await app.page.locator('.user').innerHTML(), '<p>How do I <em>sort</em>?</p>\n');
    assert.equal(await app.page.title(), 'An empty application');
    assert.deepEqual(app.problems, []);
  });

  it('stops the reply, and tries again', async () => {
    app = await openApp(heldReply().replay);
    const stop = app.page.getByRole('button', { name: 'Stop' });
    assert.equal(await stop.isDisabled(), true);
    await send(app.page, 'Hello');
    await app.page.locator('strong', { hasText: /^quick$/ }).waitFor();
    await stop.click();
    await app.page.getByRole('alert').getByText('Stopped.').waitFor();
    assert.equal(await app.api.requests[0]?.closed, 'aborted');
    assert.deepEqual(await html(app.page), half);
    await app.page.getByRole('button', { name: 'Try again' }).click();
    await ended(app.page);
    assert.deepEqual(await html(app.page), whole);
    assert.equal(await app.page.getByRole('alert').count(), 0);
    assert.deepEqual(app.api.requests[1]?.body?.messages, [{ role: 'user', content: 'Hello' }]);
  });

  it('shows an error to the user, and tries again', async () => {
    let attempts = 0;
    const overloaded = {
      status: 400,
      body: { type: 'error', error: { type: 'invalid_request_error', message: 'no' } },
    };
    app = await openApp({ respond: () => (attempts++ === 0 ? overloaded : events) });
    await send(app.page, 'Hello');
    const alert = app.page.getByRole('alert');
    await alert.waitFor();
    assert.doesNotMatch((await alert.textContent()) ?? '', /400|invalid_request|req_/);
    await app.page.getByRole('button', { name: 'Try again' }).click();
    await ended(app.page);
  });

  it('edits a message, and sends it in place of the old one', async () => {
    app = await openApp({ respond: () => events });
    await send(app.page, 'Hello');
    await ended(app.page);
    await app.page.getByRole('button', { name: 'Edit' }).click();
    await shows(() => app.page.getByLabel('Your message').inputValue(), 'Hello');
    await send(app.page, 'Hi');
    await app.page.locator('.user', { hasText: 'Hi' }).waitFor();
    await ended(app.page);
    assert.equal(await app.page.locator('.user').count(), 1);
    assert.deepEqual(app.api.requests[1]?.body?.messages, [{ role: 'user', content: 'Hi' }]);
    assert.deepEqual(app.problems, []);
  });

  it('keeps everything in a reload, also in the middle of a reply', async () => {
    app = await openApp(heldReply().replay);
    await send(app.page, 'Hello');
    await app.page.locator('strong', { hasText: /^quick$/ }).waitFor();
    await app.page.reload();
    await app.page.getByRole('alert').getByText('Stopped.').waitFor();
    assert.equal(await app.api.requests[0]?.closed, 'aborted');
    assert.deepEqual(await html(app.page), half);
    await app.page.getByRole('button', { name: 'Try again' }).click();
    await ended(app.page);
    await app.page.reload();
    await ended(app.page);
    assert.deepEqual(await html(app.page), whole);
    assert.equal(await app.page.getByRole('alert').count(), 0);
    assert.equal(app.api.requests.length, 2);
  });
});
