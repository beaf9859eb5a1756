import { resolve } from 'node:path';
import { defineConfig } from 'vitepress';
import { unlinkOutside } from './unlink-outside.ts';

const lib = resolve(import.meta.dirname, '../../../lib');
const modules = resolve(import.meta.dirname, '../node_modules');
const page = (text: string, file: string) => ({ text, link: `/${file}` });

export default defineConfig({
  title: 'anthropic-rxjs',
  description: 'The Anthropic Messages API as cold RxJS Observables',
  // A site in a folder of its origin sets it to the path, such as /anthropic-rxjs/.
  base: process.env['DOCS_BASE'] ?? '/',
  srcDir: '..',
  srcExclude: ['site/node_modules/**', 'api-report/**', 'api/**'],
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  rewrites: {
    'README.md': 'guide.md',
    'marbles/README.md': 'marbles/index.md',
    'decisions/README.md': 'decisions/index.md',
    'site/index.md': 'index.md',
    'site/playground.md': 'playground.md',
    'site/changelog.md': 'changelog.md',
  },
  markdown: { config: unlinkOutside },
  // The links of Markdown lead to files, which serves readers of the folder too.
  ignoreDeadLinks: [/api-report/, /^\.\/(?:dist|reference)\//],
  vite: {
    resolve: {
      alias: [
        // The pages are above node_modules.
        { find: /^vue$/, replacement: resolve(modules, 'vue/dist/vue.runtime.esm-bundler.js') },
        { find: /^vue\/server-renderer$/, replacement: resolve(modules, 'vue/server-renderer/index.mjs') },
        { find: /^anthropic-rxjs$/, replacement: resolve(lib, 'index.ts') },
        { find: /^anthropic-rxjs\/lib\//, replacement: `${lib}/` },
      ],
    },
    build: { chunkSizeWarningLimit: 2_000 },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      page('Guide', 'getting-started'),
      page('Marbles', 'marbles/'),
      page('Playground', 'playground'),
      { text: 'Reference', link: '/reference/index.html', target: '_self' },
      page('Changelog', 'changelog'),
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          page('Getting started', 'getting-started'),
          page('Events and snapshots', 'events-and-snapshots'),
          page('Coming from the official SDK', 'coming-from-the-official-sdk'),
        ],
      },
      {
        text: 'In a page',
        items: [
          page('A chat from scratch', 'chat'),
          page('Signals for Angular', 'angular'),
          page('React and Vue', 'react-and-vue'),
          page('Markdown', 'markdown'),
        ],
      },
      {
        text: 'Streams',
        items: [
          page('Concurrency', 'concurrency'),
          page('Pace and backpressure', 'pace'),
          page('Errors, retries, resuming', 'errors'),
          page('Tools', 'tools'),
          page('Structured output', 'structured-output'),
          page('Caching, PDFs, images', 'caching-and-documents'),
          page('The operators as pictures', 'marbles/'),
        ],
      },
      {
        text: 'On a server',
        items: [
          page('A server that keeps the key', 'server'),
          page('Replies that survive a reload', 'relay'),
          page('Interceptors', 'interceptors'),
          page('Clouds', 'clouds'),
          page('Gateways and proxies', 'gateways'),
          page('Traces and metrics', 'observability'),
          page('Metrics of a stream', 'metrics'),
          page('Security', 'security'),
        ],
      },
      {
        text: 'Work with it',
        items: [
          page('Testing your app', 'testing'),
          page('Troubleshooting', 'troubleshooting'),
          page('Performance', 'performance'),
          page('The entire guide', 'guide'),
        ],
      },
    ],
  },
});
