import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

/** Compares what every entry point declares in dist/ with docs/api-report/, or writes it there with --update. */
const root = resolve(import.meta.dirname, '../..');
const update = process.argv.includes('--update');

const { exports } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
  exports: Record<string, { import: string } | string>;
};

for (const [entry, target] of Object.entries(exports)) {
  if (typeof target === 'string') continue;
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: resolve(root, target.import.replace(/\.js$/, '.d.ts')),
      compiler: { tsconfigFilePath: resolve(root, 'lib/tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFolder: resolve(root, 'docs/api-report'),
        reportTempFolder: resolve(root, 'node_modules/.cache/api-report'),
        reportFileName: entry.replace('.', 'anthropic-rxjs').replaceAll('/', '-'),
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
  const { apiReportChanged, errorCount, warningCount } = Extractor.invoke(config, { localBuild: update });
  if (errorCount > 0) process.exitCode = 1;
  if (update || (!apiReportChanged && warningCount === 0)) continue;
  console.error(`What ${entry} declares has changed. npm run api:update, and commit docs/api-report/.`);
  process.exitCode = 1;
}
