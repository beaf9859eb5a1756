import { execFileSync } from 'node:child_process';
import { describe } from '@jest/globals';

const hasRedis = (() => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Describes what needs a `redis-server`; where there is none, the title of the skipped tests says so. */
export function describeRedis(title: string, body: () => void): void {
  if (hasRedis) describe(title, body);
  else describe.skip(`${title} (skipped: redis-server is not on the PATH)`, body);
}
