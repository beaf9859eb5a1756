import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defer, lastValueFrom } from 'rxjs';
import type { AnthropicClient } from '../index.ts';
import { proxyHandler, safeParams, toNodeHandler } from '../relay/index.ts';
import { numberOf, parseCommand, portOf, UsageError } from './read-options.ts';
import { withClient } from './with-client.ts';

const usage = `Starts a development proxy on this machine: a page can use your key without seeing it.

  npx anthropic-rxjs proxy [options]

The proxy prints the settings for ng serve and Vite. Without ANTHROPIC_API_KEY, an embedded server sends scripted replies.

Options, with their defaults in parentheses:

  --port N          port (4000)
  --path PATH       path on the page's origin (/api/anthropic)
  --model NAME      a model that the page may use; repeatable (claude-sonnet-5)
  --max-tokens N    maximum of max_tokens (4096)
  --param NAME      another param that the page may send; repeatable
  --tool NAME       a tool that the page may send; repeatable
  --beta NAME       a beta that the page may use; repeatable
  --count-tokens    let the page count tokens
  --origin ORIGIN   a page of another origin that may send requests; repeatable
  --no-token        admit requests without the token
  -h, --help        show this text
`;

/** The header that a development server adds. */
const tokenHeader = 'x-proxy-token';

/** Serves the proxy until the process is interrupted. Throws a `UsageError`. */
export async function startProxy(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseCommand(args, {
    port: { type: 'string', default: '4000' },
    path: { type: 'string', default: '/api/anthropic' },
    model: { type: 'string', multiple: true, default: ['claude-sonnet-5'] },
    'max-tokens': { type: 'string', default: '4096' },
    param: { type: 'string', multiple: true, default: [] },
    tool: { type: 'string', multiple: true, default: [] },
    beta: { type: 'string', multiple: true, default: [] },
    'count-tokens': { type: 'boolean', default: false },
    origin: { type: 'string', multiple: true, default: [] },
    'no-token': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (positionals.length > 0) throw new UsageError(`proxy takes only options, not "${positionals.join(' ')}"`);
  const port = portOf(values.port);
  if (!values.path.startsWith('/')) throw new UsageError(`--path must start with "/", not "${values.path}"`);
  const token = values['no-token'] ? undefined : randomBytes(16).toString('hex');
  const allow = {
    models: values.model,
    maxTokens: numberOf('--max-tokens', values['max-tokens']),
    params: [...safeParams, ...values.param],
    tools: values.tool,
    betas: values.beta,
    countTokens: values['count-tokens'],
  };
  const serve = (client: AnthropicClient, api: string) =>
    defer(async () => {
      const handler = proxyHandler({
        client,
        allow,
        origins: values.origin,
        authorize: (request) => isAdmitted(request, token),
      });
      const server = createServer(toNodeHandler(handler)).listen(port, '127.0.0.1');
      await once(server, 'listening');
      process.stdout.write(
        settings(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, values.path, token, api),
      );
      await once(process, 'SIGINT');
      server.close();
      server.closeAllConnections();
    });
  await lastValueFrom(withClient({ tokensPerSecond: 40, jitter: 0.5 }, serve), { defaultValue: undefined });
}

/** A page of another site whose name leads to this machine has another `Host`. */
function isAdmitted({ headers }: Request, token: string | undefined): boolean {
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(headers.get('host') ?? '');
  return isLocal && (token === undefined || isSame(headers.get(tokenHeader) ?? '', token));
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function settings(target: string, path: string, token: string | undefined, api: string): string {
  const headers = token === undefined ? {} : { headers: { [tokenHeader]: token } };
  const json = (value: unknown) => JSON.stringify(value, null, 2);
  return `The proxy of ${api} listens on ${target}; stop with Ctrl-C.

ng serve --proxy-config proxy.conf.json, with this proxy.conf.json:

${json({ [path]: { target, secure: false, ...headers } })}

Vite, in vite.config.js:

export default ${json({ server: { proxy: { [path]: { target, ...headers } } } })};

In the page:

const client = new AnthropicClient({ baseURL: '${path}', apiKey: null });
${token === undefined ? '' : '\nThe token changes with each start. It keeps other programs and pages from using your key.\n'}`;
}
