import type { Page } from 'playwright-core';

/** An event of Chromium's trace; times are in µs. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** CPU time of the thread. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** A task of the main thread of a page, in ms. */
export interface Task {
  /** From its start to its end; other processes may have run in between. */
  readonly duration: number;
  readonly cpu: number;
}

/** The tasks of the main thread while `act` runs. */
export async function tasksOf(page: Page, act: () => Promise<void>): Promise<Task[]> {
  const cdp = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[]))); // the format of the trace
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  const traceConfig = { includedCategories: ['toplevel', '__metadata'] };
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await act();
  await cdp.send('Tracing.end');
  await complete;
  const main = events.find(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  return events
    .filter(({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pid === main?.pid && tid === main.tid)
    .map(({ dur = 0, tdur = 0 }) => ({ duration: dur / 1000, cpu: tdur / 1000 }));
}
