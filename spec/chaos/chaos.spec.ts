import { expect, it } from '@jest/globals';
import { describeRedis } from '../support/describe-redis.ts';
import { allFaults, type ChaosOptions, runChaos } from './chaos.ts';

describeRedis('three servers on one Redis', () => {
  const run = async (options: Pick<ChaosOptions, 'compare' | 'factor' | 'faults' | 'replies'>) => {
    const seed = Date.now() % 100_000;
    const report = await runChaos({
      seed,
      libraries: ['redis', 'ioredis', 'redis'],
      redis: 'set-back',
      recover: true,
      ...options,
    });
    const { violations, ...shown } = report;
    const control = options.compare
      ? ''
      : ` --control --faults redis --factor ${options.factor} --replies ${options.replies}`;
    console.log(`npm run chaos -- --minutes 0 --seed ${seed}${control}: ${JSON.stringify(shown)}`);
    return { ...report, seed };
  };

  it('show every reader the reply, or a prefix of it with a typed error, whatever fails', async () => {
    const { seed, violations, cuts, lateReaders } = await run({
      compare: true,
      factor: 1,
      faults: allFaults,
      replies: 200,
    });
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    // A run in which nothing happened would show nothing.
    expect(cuts).toBeGreaterThan(20);
    expect(lateReaders).toBeGreaterThan(20);
  });

  it('lose events permanently when an append does not compare the last entry', async () => {
    const { violations } = await run({ compare: false, factor: 0.6, faults: ['redis'], replies: 60 });
    expect(violations).not.toEqual([]);
  });
});
