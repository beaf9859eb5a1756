import { expect, it } from '@jest/globals';
import { describeRedis } from '../support/describe-redis.ts';
import { allFaults, type ChaosOptions, type ChaosReport, runChaos } from './chaos.ts';

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
    const { compare, faults, factor, replies } = options;
    const flags = `--seed ${seed} --faults ${faults.join()} --factor ${factor} --replies ${replies}`;
    console.log(`npm run chaos -- --minutes 0 ${flags}${compare ? '' : ' --control'}: ${JSON.stringify(shown)}`);
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

  it('lose events only if an append does not compare the last entry', async () => {
    const setBack = { factor: 0.6, faults: ['redis'], replies: 60 } as const;
    const losses = ({ violations, ends }: ChaosReport) => violations.length + (ends['LogLostError'] ?? 0);
    const compared = await run({ ...setBack, compare: true });
    expect({ seed: compared.seed, violations: compared.violations }).toEqual({ seed: compared.seed, violations: [] });
    const control = await run({ ...setBack, compare: false });
    expect(losses(control)).toBeGreaterThan(losses(compared));
  });
});
