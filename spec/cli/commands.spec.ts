import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { AnthropicClient, finalText } from '../../lib/index.ts';
import { startReplayServer } from '../../lib/testing/index.ts';
import { params } from '../support/params.ts';
import { runScript, startScript } from '../support/run-script.ts';

const recording = resolve(import.meta.dirname, '../recordings/text.sse');

const running = new Set<() => void>();
afterEach(() => {
  for (const kill of running) kill();
  running.clear();
});

/** Starts a server of the command; resolves to the text that it prints when it listens. */
async function started(args: readonly string[], env: Record<string, string> = {}) {
  const script = await startScript('cli', args, env);
  script.child.stdin.end();
  running.add(() => script.child.kill());
  const [printed] = (await once(script.child.stdout.setEncoding('utf8'), 'data')) as [string];
  const stop = async () => {
    script.child.kill('SIGINT');
    return (await script.result()).code;
  };
  return { printed, url: /http:\/\/127\.0\.0\.1:\d+/.exec(printed)![0], stop };
}

const textOf = (baseURL: string, headers: Record<string, string> = {}) =>
  lastValueFrom(
    new AnthropicClient({ baseURL, apiKey: null, defaultHeaders: headers, maxRetries: 0 }).messages
      .stream({ ...params, model: 'claude-sonnet-5' })
      .pipe(finalText()),
  );

describe('npx anthropic-rxjs', () => {
  it.each([['-h'], ['proxy', '--help']])('explains itself with %s %s', async (...args) => {
    const { stdout, code } = await runScript('cli', args.filter(Boolean));
    expect(stdout).toContain(`npx anthropic-rxjs ${args.length > 1 ? args[0] : '[options]'}`);
    expect(code).toBe(0);
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await runScript('cli', ['-v'])).toEqual({ stdout: `${version}\n`, stderr: '', code: 0 });
  });

  it.each(['stdout', 'stderr'] as const)('ends quietly when nobody reads its %s', async (output) => {
    const script = await startScript('cli', output === 'stdout' ? ['--help'] : ['--speed', '0', 'Hello']);
    script.child[output].destroy();
    script.child.stdin.end();
    const other = text(script.child[output === 'stdout' ? 'stderr' : 'stdout']);
    expect(await once(script.child, 'close')).toEqual([0, null]);
    expect(await other).toBe(output === 'stdout' ? '' : 'Hello! How can I help you today?\n');
  });

  it('reports output that it cannot write', async () => {
    const readOnly = openSync(recording, 'r');
    const args = ['--import', 'tsx', 'lib/cli/main.ts', '--help'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', readOnly, 'pipe'] });
    const stderr = await text(child.stderr!);
    closeSync(readOnly);
    expect(stderr).toBe('EBADF: bad file descriptor, write\n');
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
  });

  it.each([
    [['replay'], 'replay expects one file; see --help\n'],
    [['proxy', '--port', 'x'], '--port must be a number, 0 or more, not "x"; see --help\n'],
    [['proxy', '--port', '65536'], '--port must be a whole number up to 65535, not "65536"; see --help\n'],
    [['replay', '--port', '0.5', recording], '--port must be a whole number up to 65535, not "0.5"; see --help\n'],
    [['proxy', '8080'], 'proxy takes only options, not "8080"; see --help\n'],
    [['proxy', '--path', 'api'], '--path must start with "/", not "api"; see --help\n'],
  ])('reports a mistake in %j in one line, with exit code 2', async (args, stderr) => {
    expect(await runScript('cli', args)).toEqual({ stdout: '', stderr, code: 2 });
  });
});

describe('npx anthropic-rxjs replay', () => {
  it('serves a recording until Ctrl-C', async () => {
    const { printed, url, stop } = await started(['replay', recording, '--speed', '0']);
    expect(printed).toContain(`ANTHROPIC_BASE_URL=${url} ANTHROPIC_API_KEY=any`);
    const client = new AnthropicClient({ baseURL: url, apiKey: 'any' });
    const message = JSON.parse(readFileSync(recording.replace('.sse', '.message.json'), 'utf8')) as {
      content: [{ text: string }];
    };
    expect(await lastValueFrom(client.messages.stream(params).pipe(finalText()))).toBe(message.content[0].text);
    expect(await stop()).toBe(0);
  });
});

describe('npx anthropic-rxjs proxy', () => {
  it('prints settings with which a page gets a reply, and refuses requests without their token', async () => {
    const { printed, url, stop } = await started(['proxy', '--port', '0']);
    const settings = JSON.parse(/proxy\.conf\.json:\n\n(\{[^]*?\n\})\n/.exec(printed)![1]!) as Record<
      string,
      { target: string; headers: Record<string, string> }
    >;
    expect(settings).toEqual({
      '/api/anthropic': {
        target: url,
        secure: false,
        headers: { 'x-proxy-token': expect.stringMatching(/^[\da-f]{32}$/) },
      },
    });
    expect(printed).toContain('embedded replay server');
    const { headers } = settings['/api/anthropic']!;
    expect(await textOf(`${url}/api/anthropic`, headers)).toMatch(/\w/);
    await expect(textOf(url)).rejects.toMatchObject({ status: 403 });
    await expect(textOf(url, { 'x-proxy-token': 'x'.repeat(32) })).rejects.toMatchObject({ status: 403 });
    await expect(textOf(url, { ...headers, 'sec-fetch-site': 'cross-site' })).rejects.toMatchObject({ status: 403 });
    await expect(textOf(url.replace('127.0.0.1', '127.0.0.2'), headers)).rejects.toMatchObject({
      name: 'APIConnectionError',
    });
    expect(await stop()).toBe(0);
  });

  it('forwards with the key of the server, within the policy of its options', async () => {
    const api = await startReplayServer();
    const env = { ANTHROPIC_API_KEY: 'a-key', ANTHROPIC_BASE_URL: api.url };
    const flags = ['--no-token', '--model', 'claude-haiku-4-5', '--max-tokens', '2000', '--param', 'metadata'];
    const { printed, url, stop } = await started(['proxy', '--port', '0', ...flags], env);
    expect(printed).not.toContain('token');
    const client = new AnthropicClient({ baseURL: url, apiKey: null, maxRetries: 0 });
    const ask = (more: object) =>
      lastValueFrom(client.messages.stream({ ...params, model: 'claude-haiku-4-5', ...more }).pipe(finalText()));
    await ask({ max_tokens: 2_000, metadata: { user_id: 'u' } });
    expect(api.requests.map(({ headers }) => headers.get('x-api-key'))).toEqual(['a-key']);
    await expect(ask({ max_tokens: 2_001 })).rejects.toMatchObject({ status: 400 });
    await expect(ask({ model: 'claude-sonnet-5' })).rejects.toMatchObject({ status: 403 });
    expect(api.requests).toHaveLength(1);
    expect(await stop()).toBe(0);
    await api.close();
  });
});
