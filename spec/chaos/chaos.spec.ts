import { expect, it } from '@jest/globals';
import { describeRedis } from '../support/describe-redis.ts';
import { runChaos } from './chaos.ts';

describeRedis('three servers on one Redis, with dead servers, cut connections and a Redis that is set back', () => {
  it.each(['redis', 'ioredis'] as const)(
    'give every reader what was written, or a prefix of it with a typed error (%s)',
    async (library) => {
      const seed = Date.now() % 100_000;
      const report = await runChaos({
        seed,
        library,
        replies: library === 'redis' ? 200 : 50,
        redis: library === 'redis' ? 'set-back' : 'kill',
        compare: true,
        recover: true,
        factor: 1,
      });
      console.log(`chaos: npm run chaos -- --seed ${seed} --library ${library}: ${JSON.stringify(report)}`);
      expect({ seed, violations: report.violations }).toEqual({ seed, violations: [] });
      // A run in which nothing happened would show nothing.
      expect(report.cuts).toBeGreaterThan(20);
      expect(report.lateReaders).toBeGreaterThan(20);
    },
    300_000,
  );
});
