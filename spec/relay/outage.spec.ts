import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import { createAPIError } from '../../lib/errors/create-api-error.ts';
import { APIConnectionError } from '../../lib/index.ts';
import { Outage, pageReturns } from '../../lib/relay/outage.ts';
import { FakePage } from '../support/fake-page.ts';

const lost = new APIConnectionError('offline');
const busy = (retryAfter: number) => createAPIError({ status: 503, text: 'busy', retryAfter });

describe('Outage', () => {
  let time: VirtualTimeScheduler;
  beforeEach(() => {
    time = new VirtualTimeScheduler();
    jest.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => void jest.restoreAllMocks());

  /** The time until the next attempt, or the error. */
  const wait = (outage: Outage, error: unknown) => {
    const start = time.now();
    let seen: unknown;
    outage.nextAttempt(error).subscribe({
      next: () => (seen = time.now() - start),
      error: (reason: unknown) => (seen = reason),
    });
    time.flush();
    return seen;
  };

  it('doubles its waits up to 8 s, until it ends', () => {
    const outage = new Outage(60_000, time);
    const waits = Array.from({ length: 7 }, () => wait(outage, lost));
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
    outage.end();
    expect(wait(outage, lost)).toBe(250);
  });

  it('subtracts up to half', () => {
    jest.spyOn(Math, 'random').mockReturnValue(1);
    expect(wait(new Outage(60_000, time), lost)).toBe(125);
  });

  it('errors when patience is over, and counts it again after an end', () => {
    const outage = new Outage(250, time);
    expect([wait(outage, lost), wait(outage, lost), wait(outage, lost)]).toEqual([250, 500, lost]);
    outage.end();
    expect(wait(outage, lost)).toBe(250);
  });

  it('waits as long as the server requests, unless that ends after patience', () => {
    const outage = new Outage(1_000, time);
    const late = busy(601);
    expect([wait(outage, busy(400)), wait(outage, busy(600))]).toEqual([400, 600]);
    outage.end();
    expect([wait(outage, busy(400)), wait(outage, late)]).toEqual([400, late]);
  });

  it.each([60_000, 60_001, 3_600_000])('counts at most 60 s of the %d ms that a page sleeps', (sleep) => {
    const outage = new Outage(70_000, time);
    wait(outage, lost);
    time.schedule(() => undefined, sleep);
    time.flush();
    const late = busy(9_251);
    expect([wait(outage, lost), wait(outage, late), wait(outage, busy(9_250))]).toEqual([500, late, 9_250]);
  });

  it('ends a wait when the page comes online', () => {
    const page = new FakePage();
    try {
      let attempts = 0;
      new Outage(1_000, time).nextAttempt(lost).subscribe(() => (attempts += 1));
      expect(attempts).toBe(0);
      page.comesOnline();
      expect([attempts, time.now()]).toEqual([1, 0]);
    } finally {
      page.remove();
    }
  });
});

describe('pageReturns', () => {
  it('emits when the page comes online, comes back from the cache or becomes visible, until unsubscribed', () => {
    const page = new FakePage();
    try {
      const types: string[] = [];
      const subscription = pageReturns().subscribe(({ type }) => types.push(type));
      const act = () => {
        page.shows(false);
        page.becomes('hidden');
        page.comesOnline();
        page.shows(true);
        page.becomes('visible');
      };
      act();
      subscription.unsubscribe();
      act();
      expect(types).toEqual(['online', 'pageshow', 'visibilitychange']);
    } finally {
      page.remove();
    }
  });

  it('completes outside a page', () => {
    let isComplete = false;
    pageReturns().subscribe({ complete: () => (isComplete = true) });
    expect(isComplete).toBe(true);
  });
});
