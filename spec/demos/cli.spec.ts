import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorBody, messageEvents, type ReplayServer, sseBody, startReplayServer } from '../../lib/testing/index.ts';
import { runScript, runSource, startScript } from '../support/run-script.ts';

const closing = (tokensIn: number, tokensOut: number) =>
  new RegExp(
    `^claude-sonnet-5 from the embedded replay server\\nend_turn · ${tokensIn} tokens in, ${tokensOut} out · ` +
      'first text after \\d+ ms · req_\\w+\\n$',
  );

describe('npm start', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'anthropic-rxjs-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('streams a reply to stdout and reports on it on stderr', async () => {
    const { stdout, stderr, code } = await runSource('cli', ['--speed', '0', 'What is', '2+2?']);
    expect({ stdout, code }).toEqual({ stdout: '2 + 2 = 4.\n', code: 0 });
    expect(stderr).toMatch(closing(10, 6));
  });

  it('reads the prompt from a pipe', async () => {
    const { stdout, code } = await runScript('cli', ['--speed', '0'], 'What is the capital of France?\n');
    expect({ stdout, code }).toEqual({ stdout: 'The capital of France is Paris.\n', code: 0 });
  });

  it('falls back to its own prompt', async () => {
    const { stdout, code } = await runScript('cli', ['--speed', '0']);
    expect({ stdout, code }).toEqual({
      stdout: 'Small words, one by one,\na river learning to speak.\nThe sea reads along.\n',
      code: 0,
    });
  });

  it('prints events as one JSON object a line, and nothing else, with --json', async () => {
    const events = messageEvents('Hello there');
    const file = join(folder, 'hello.sse');
    writeFileSync(file, sseBody(events));
    const { stdout, code } = await runScript('cli', ['--json', '--replay', file, '--speed', '0', 'Hi']);
    expect(
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(events);
    expect(code).toBe(0);
  });

  it('plays a recorded stream, says so, and sends model and system prompt to the real API when there is a key', async () => {
    const file = join(folder, 'recorded.sse');
    writeFileSync(file, sseBody(messageEvents('Recorded words')));
    const { stdout, stderr } = await runScript('cli', ['--replay', file, '--speed', '0', 'Hi']);
    expect(stdout).toBe('Recorded words\n');
    expect(stderr).toContain('claude-sonnet-5 from the recording\n');

    const server: ReplayServer = await startReplayServer();
    const env = { ANTHROPIC_API_KEY: 'a-key', ANTHROPIC_BASE_URL: server.url };
    const script = await startScript('cli', ['--model', 'claude-opus-5', '--system', 'Be brief.', 'Hello'], env);
    script.child.stdin.end();
    const real = await script.result();
    expect(real.stderr).toContain('claude-opus-5 from the Anthropic API\n');
    expect(server.requests.map(({ body, headers }) => ({ body, key: headers.get('x-api-key') }))).toEqual([
      {
        key: 'a-key',
        body: {
          model: 'claude-opus-5',
          max_tokens: 1024,
          messages: [{ role: 'user', content: 'Hello' }],
          system: 'Be brief.',
          stream: true,
        },
      },
    ]);
    await server.close();
  });

  it('keeps the text, says so, closes the connection and exits with 130 on Ctrl-C', async () => {
    const events = sseBody(messageEvents('Half of a sentence').slice(0, 3));
    const server = await startReplayServer({
      respond: () => (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(events);
      },
    });
    const script = await startScript('cli', ['Hello'], { ANTHROPIC_API_KEY: 'a-key', ANTHROPIC_BASE_URL: server.url });
    script.child.stdin.end();
    script.child.stdout.once('data', () => script.child.kill('SIGINT'));
    const { stdout, stderr, code } = await script.result();
    expect({ stdout, code }).toEqual({ stdout: 'Half\n', code: 130 });
    expect(stderr).toBe('claude-sonnet-5 from the Anthropic API\naborted\n');
    expect(await server.requests[0]!.closed).toBe('aborted');
    await server.close();
  });

  it('reports an error of the API in one line and exits with 1', async () => {
    const { stdout, stderr, code } = await runScript('cli', ['--model', '', 'Hello']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr.split('\n')[1]).toMatch(/^InvalidParamsError: Nothing was sent: model: /);

    const body = JSON.stringify(errorBody('invalid_request_error', 'first line\n  second line'));
    const answer = { status: 400, headers: { 'content-type': 'application/json' }, body };
    const server = await startReplayServer({ respond: () => answer });
    const env = { ANTHROPIC_API_KEY: 'a-key', ANTHROPIC_BASE_URL: server.url };
    const script = await startScript('cli', ['Hello'], env);
    script.child.stdin.end();
    const lines = (await script.result()).stderr.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^BadRequestError: .*first line second line/);
    await server.close();
  });

  it.each([
    [['--wrong'], "Unknown option '--wrong'; see --help\n"],
    [['--speed', 'fast'], '--speed must be a number, 0 or more, not "fast"; see --help\n'],
    [['--speed=-1'], '--speed must be a number, 0 or more, not "-1"; see --help\n'],
    [['--replay', '/no/such/file.sse'], 'cannot read /no/such/file.sse (ENOENT); see --help\n'],
    [['--replay', 'package.json'], 'package.json contains no server-sent events; see --help\n'],
  ])('refuses %j in one line and exits with 2', async (args, line) => {
    expect(await runScript('cli', args)).toEqual({ stdout: '', stderr: line, code: 2 });
  });

  it('explains itself with --help', async () => {
    const { stdout, code } = await runScript('cli', ['--help']);
    expect(stdout).toMatch(/^Streams one reply[\s\S]+--model[\s\S]+--system[\s\S]+--replay[\s\S]+--json[\s\S]+--speed/);
    expect(code).toBe(0);
  });

  it('ends quietly when nobody reads on', async () => {
    const script = await startScript('cli', ['--json', '--speed', '0', 'Write a long essay']);
    script.child.stdin.end();
    await once(script.child.stdout, 'data');
    script.child.stdout.destroy();
    const code = await new Promise((resolve) => script.child.on('close', resolve));
    expect(code).toBe(0);
  });
});
