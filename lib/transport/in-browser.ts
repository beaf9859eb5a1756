/** Whether this code runs in a page. jsdom counts as one; workers and servers do not. */
export function inBrowser(): boolean {
  return 'window' in globalThis && 'document' in globalThis;
}
