import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bundle } from '../support/bundle.ts';

/** The imports of an app, and the most bytes of minified and gzipped code that they may cost, without rxjs. */
const budgets = [
  { entry: 'anthropic-rxjs', names: ['textDeltas'], limit: 740 },
  { entry: 'anthropic-rxjs', names: ['textDeltas', 'snapshots', 'finalMessage'], limit: 4_860 },
  { entry: 'anthropic-rxjs', names: ['textDeltas', 'snapshots', 'finalMessage', 'toolUses', 'usage'], limit: 5_600 },
  { entry: 'anthropic-rxjs', names: ['AnthropicClient', 'textDeltas', 'finalMessage'], limit: 27_750 },
  { entry: 'anthropic-rxjs', names: ['*'], limit: 66_990 },
  { entry: 'anthropic-rxjs', names: ['AnthropicClient', 'chat', 'errorText'], limit: 39_640 },
  { entry: 'anthropic-rxjs/angular', names: ['messageStream'], limit: 6_630 },
  { entry: 'anthropic-rxjs/angular', names: ['chat', 'provideAnthropic'], limit: 40_220 },
  { entry: 'anthropic-rxjs/markdown', names: ['*'], limit: 4_400 },
  { entry: 'anthropic-rxjs/bedrock', names: ['*'], limit: 13_080 },
  { entry: 'anthropic-rxjs/vertex', names: ['*'], limit: 3_380 },
  { entry: 'anthropic-rxjs/opentelemetry', names: ['telemetry'], limit: 10_510 },
  { entry: 'anthropic-rxjs/relay', names: ['relayed', 'relayedStream'], limit: 16_950 },
  { entry: 'anthropic-rxjs/relay', names: ['*'], limit: 39_590 },
  { entry: 'anthropic-rxjs/relay/redis', names: ['*'], limit: 3_770 },
  { entry: 'anthropic-rxjs/testing', names: ['fakeFetch', 'messageEvents'], limit: 3_770 },
];

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1).padStart(8);

const { exports } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
};
const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
const unbudgeted = entries
  .map((entry) => entry.replace('.', 'anthropic-rxjs'))
  .filter((entry) => !budgets.some((budget) => budget.entry === entry));

console.log('minified  gzipped    limit  kB, without rxjs');
const over: string[] = [];
for (const { entry, names, limit } of budgets) {
  const imported = names[0] === '*' ? '*' : `{ ${names.join(', ')} }`;
  const { minified, gzipped } = await bundle(`export ${imported} from '${entry}';`, [
    'rxjs',
    '@angular/core',
    'marked',
    'remend',
    '@opentelemetry/api',
    'node:*',
  ]);
  console.log(`${[minified, gzipped, limit].map(kilobytes).join(' ')}  ${imported} from ${entry}`);
  if (gzipped > limit) over.push(`${imported} from ${entry} is over its limit`);
}
for (const problem of [...over, ...unbudgeted.map((entry) => `${entry} has no limit`)]) console.error(problem);
if (over.length + unbudgeted.length > 0) process.exitCode = 1;
