import { parseArgs } from 'node:util';
import { type ChaosOptions, runChaos } from './chaos.ts';

/** `npm run chaos -- --minutes 30 --library ioredis --redis wipe --seed 7` runs seed after seed until time is up. */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    replies: { type: 'string', default: '200' },
    library: { type: 'string', default: 'redis' },
    redis: { type: 'string', default: 'set-back' },
    control: { type: 'boolean', default: false },
    lost: { type: 'boolean', default: false },
  },
});
const until = Date.now() + Number(values.minutes) * 60_000;
let seed = Number(values.seed);
do {
  const options: ChaosOptions = {
    seed,
    replies: Number(values.replies),
    library: values.library as ChaosOptions['library'],
    redis: values.redis as ChaosOptions['redis'],
    compare: !values.control,
    recover: !values.lost,
    factor: 1,
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
