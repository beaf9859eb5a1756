import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { compileScript, parse } from 'vue/compiler-sfc';

const root = resolve(import.meta.dirname, '../../..');
const page = readFileSync(resolve(import.meta.dirname, '../../react-and-vue.md'), 'utf8');

export type Framework = 'react' | 'vue';

/** The code of the page for a framework. */
function codeOf(framework: Framework): string {
  const fence = framework === 'react' ? 'tsx' : 'vue';
  const [, code] = new RegExp(`\`\`\`${fence}\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (code === undefined) throw new Error(`react-and-vue.md has no block of ${fence}`);
  if (framework === 'react') return code;
  return compileScript(parse(code).descriptor, { id: 'reply', inlineTemplate: true }).content;
}

/** Mounts the component in `#app`; `unmount` removes it. */
const mount: Record<Framework, string> = {
  react: `
    import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    import { Reply } from 'example';
    const root = createRoot(document.querySelector('#app'));
    root.render(createElement(Reply, { question: 'Capital?' }));
    globalThis.unmount = () => root.unmount();`,
  vue: `
    import { createApp } from 'vue';
    import Reply from 'example';
    const app = createApp(Reply, { question: 'Capital?' });
    app.mount('#app');
    globalThis.unmount = () => app.unmount();`,
};

/** The proxy that the example asks at /api: it answers, and its stream stays open. */
const proxy = `
  import { fakeFetch } from '${root}/lib/testing/fake-fetch.ts';
  import { messageEvents } from '${root}/lib/testing/message-events.ts';
  import { sseBody } from '${root}/lib/testing/sse-body.ts';
  globalThis.states = [];
  async function* body() {
    yield sseBody(messageEvents('Paris is the capital.').slice(0, -2));
    await new Promise(() => undefined);
  }
  globalThis.fetch = fakeFetch((request) => {
    void request.closed.then((outcome) => states.push(outcome));
    return { headers: { 'content-type': 'text/event-stream' }, body: body() };
  });`;

/** A script that runs the example of the page for a framework, bundled for a browser. */
export async function exampleOf(framework: Framework): Promise<string> {
  const example: Plugin = {
    name: 'example',
    setup: (plugin) => {
      plugin.onResolve({ filter: /^example$/ }, () => ({ path: 'example', namespace: 'example' }));
      plugin.onLoad({ filter: /.*/, namespace: 'example' }, () => ({
        contents: codeOf(framework),
        loader: framework === 'react' ? 'tsx' : 'ts',
        resolveDir: import.meta.dirname,
      }));
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: `${proxy}\n${mount[framework]}`, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { 'anthropic-rxjs': `${root}/lib/index.ts` },
    plugins: [example],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
