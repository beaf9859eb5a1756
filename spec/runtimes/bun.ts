import { createApp } from './app.ts';

declare const Bun: {
  readonly argv: readonly [string, string, string];
  serve(options: { hostname: string; port: number; fetch: (request: Request) => Promise<Response> }): { port: number };
};

const { port } = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: createApp(Bun.argv[2]) });
console.log(`listening on ${port}`);
