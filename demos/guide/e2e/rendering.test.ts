import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import { messageEvents, sseBody } from 'anthropic-rxjs/testing';
import type { Page } from 'playwright-core';
import { markdownPart } from '../../../spec/support/markdown-part.ts';
import { tasksOf } from './main-thread.ts';
import { closeBrowser, openApp, type RunningApp } from './open-app.ts';

let app: RunningApp;
afterEach(() => app.close());
after(closeBrowser);

const words = (text: string) => text.match(/\S+\s*/g) ?? [];
const perPart = words(markdownPart(0)).length;

/** Two parts per frame: 5,500 deltas per second, at 60 frames per second. */
const frames = Math.ceil(20_000 / (2 * perPart));
const blocks = frames * 2 * 5;
const content = Array.from({ length: frames * 2 }, (_, i) => markdownPart(i)).join('');
const [start, blockStart, ...others] = messageEvents({ content, chunk: words });
const [end, deltas] = [others.slice(-3), others.slice(0, -3)];

/** Sends the pieces of a frame when the page shows those before it, so that a slow machine has the same work per frame. */
function paced(shown: (blocks: number) => Promise<void>) {
  // A frame ends within a paragraph, so that each frame has an open block.
  const opening = 10;
  return {
    body: (async function* () {
      yield sseBody([start!, blockStart!, ...deltas.slice(0, opening)]);
      for (let frame = 1; frame <= frames; frame++) {
        yield sseBody(deltas.slice(opening + (frame - 1) * 2 * perPart, opening + frame * 2 * perPart));
        await shown(Math.min(blocks, frame * 2 * 5 + 2));
      }
      yield sseBody(end);
    })(),
  };
}

const showing = (page: Page) => async (count: number) => {
  await page.waitForFunction((count) => document.getElementsByClassName('assistant').length >= count, count);
};

interface Work {
  added: number;
  written: number;
}

/** Counts, in the page's global `work`, the blocks that it adds, and how often it sets the HTML of one. */
const countWork = () => {
  const work: Work = { added: 0, written: 0 };
  Object.assign(globalThis, { work });
  new MutationObserver((mutations) => {
    for (const { target, addedNodes } of mutations) {
      if ((target as Element).className === 'assistant') work.written++; // a list of children has an element
      for (const node of addedNodes) if (node instanceof Element && node.className === 'assistant') work.added++;
    }
  }).observe(document.body, { childList: true, subtree: true });
};

describe('a reply of 20,000 deltas of Markdown', () => {
  it('costs a frame only its new blocks and the open one, and no long task', async () => {
    let page: Page;
    app = await openApp({ respond: () => paced((count) => showing(page)(count)) });
    page = app.page;
    assert.ok(deltas.length >= 20_000);
    await page.evaluate(countWork);
    const tasks = await tasksOf(page, async () => {
      await page.getByLabel('Your message').fill('Hello');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('.assistant').first().waitFor();
      await page.locator('button:disabled', { hasText: 'Stop' }).waitFor({ timeout: 240_000 });
    });
    const { added, written } = await page.evaluate(() => (globalThis as unknown as { work: Work }).work); // set above
    assert.equal(added, blocks);
    // Once per block, and per frame for the open block; the pieces of a frame may come in several frames.
    assert.ok(
      written <= blocks + 3 * frames,
      `the HTML of ${blocks} blocks was set ${written} times in ${frames} frames`,
    );

    // Durations depend on what else the machine does, the CPU time of a task hardly does.
    const longest = (values: number[]) => Math.round(Math.max(...values));
    const [cpu, duration] = [tasks.map(({ cpu }) => cpu), tasks.map(({ duration }) => duration)];
    const long = (values: number[]) => values.filter((ms) => ms > 50).length;
    console.log(
      `${tasks.length} tasks; over 50 ms: ${long(duration)} (longest ${longest(duration)} ms), ` +
        `of CPU time: ${long(cpu)} (longest ${longest(cpu)} ms); ${written} writes of ${blocks} blocks in ${frames} frames`,
    );
    assert.ok(cpu.length > frames);
    assert.ok(long(cpu) <= frames / 50, `${long(cpu)} tasks took more than 50 ms of CPU time`);
  });
});
