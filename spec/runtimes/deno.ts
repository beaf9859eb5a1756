import { createApp } from './app.ts';

declare const Deno: {
  readonly args: readonly [string];
  serve(
    options: { hostname: string; port: number; onListen: (address: { port: number }) => void },
    handler: (request: Request) => Promise<Response>,
  ): unknown;
};

const onListen = ({ port }: { port: number }) => console.log(`listening on ${port}`);
Deno.serve({ hostname: '127.0.0.1', port: 0, onListen }, createApp(Deno.args[0]));
