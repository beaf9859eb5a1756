import { parseArgs } from 'node:util';
import { allFaults, type ChaosOptions, type Fault, runChaos } from './chaos.ts';
import type { Library } from './server.ts';

/**
 * `npm run chaos -- --minutes 30 --libraries ioredis,ioredis,ioredis --redis wipe --seed 7` runs seed after seed until the
 * time is up. `--control` leaves out the comparison of the last entry, and must report violations.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    replies: { type: 'string', default: '200' },
    libraries: { type: 'string', default: 'redis,ioredis,redis' },
    redis: { type: 'string', default: 'set-back' },
    faults: { type: 'string', default: allFaults.join() },
    control: { type: 'boolean', default: false },
    lost: { type: 'boolean', default: false },
    factor: { type: 'string', default: '1' },
  },
});
const until = Date.now() + Number(values.minutes) * 60_000;
let seed = Number(values.seed);
do {
  const options: ChaosOptions = {
    seed,
    replies: Number(values.replies),
    libraries: values.libraries.split(',') as [Library, Library, Library],
    redis: values.redis as ChaosOptions['redis'],
    faults: values.faults.split(',') as Fault[],
    compare: !values.control,
    recover: !values.lost,
    factor: Number(values.factor),
  };
  console.log(JSON.stringify(options));
  const { violations, ...report } = await runChaos(options);
  console.log(JSON.stringify(report), `${violations.length} violations`);
  for (const violation of violations.slice(0, 20)) console.log(`  ${violation}`);
  if (violations.length > 0) process.exitCode = 1;
  seed += 1;
} while (Date.now() < until);

// Sockets of dead servers may linger.
process.exit();
