import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { groupReport } from './group-report.ts';

/**
 * Compares what every entry point declares in dist/ with docs/api-report/, grouped by task, or writes it there with
 * `--update`.
 */
const root = resolve(import.meta.dirname, '../..');
const update = process.argv.includes('--update');
const reports = resolve(root, 'docs/api-report');
const raw = resolve(root, 'node_modules/.cache/api-report');
mkdirSync(raw, { recursive: true });

const { exports } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
  exports: Record<string, { import: string } | string>;
};

const entries = Object.entries(exports).flatMap(([entry, target]) =>
  typeof target === 'string' ? [] : [{ entry, declarations: resolve(root, target.import.replace(/\.js$/, '.d.ts')) }],
);
/** One program for all entry points. */
let compilerState: CompilerState | undefined;

for (const { entry, declarations } of entries) {
  const name = `${entry.replace('.', 'anthropic-rxjs').replaceAll('/', '-')}.api.md`;
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: declarations,
      compiler: { tsconfigFilePath: resolve(root, 'lib/tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFolder: raw,
        reportTempFolder: resolve(raw, 'temp'),
        reportFileName: name,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        // TypeDoc reads the comments; this reads the names and the types.
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Warning },
          'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
          'ae-undocumented': { logLevel: ExtractorLogLevel.None },
          'ae-unresolved-link': { logLevel: ExtractorLogLevel.None },
          // Options of constructors that only this library calls.
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.None },
        },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve(root, 'package.json'),
  });
  compilerState ??= CompilerState.create(config, {
    additionalEntryPoints: entries.map((other) => other.declarations),
  });
  const { errorCount, warningCount } = Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback: (message) => {
      // The raw report is always new; what counts is the grouped one.
      if (message.messageId.startsWith('console-api-report')) message.logLevel = ExtractorLogLevel.None;
    },
  });
  if (errorCount > 0) process.exitCode = 1;
  const index = readFileSync(resolve(root, 'lib', entry, 'index.ts'), 'utf8');
  const title = entry.replace('.', 'anthropic-rxjs');
  const report = groupReport(readFileSync(resolve(raw, name), 'utf8'), index, title);
  const file = resolve(reports, name);
  if (update) writeFileSync(file, report);
  else if (warningCount > 0 || report !== readFileSync(file, 'utf8')) {
    console.error(`The declarations of ${title} have changed. Run npm run api:update and commit docs/api-report/.`);
    process.exitCode = 1;
  }
}
