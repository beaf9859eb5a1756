import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AnthropicClient } from 'anthropic-rxjs';
import { createRelay, proxyHandler, type Relay, relayHandler, toNodeHandler } from 'anthropic-rxjs/relay';
import compression from 'compression';
import { ChatController } from './chat.controller.ts';

@Module({})
class AppModule {}

/** The whole application: its own endpoint, a relay, and the proxy for pages that use the client themselves. */
export async function createApp(
  client: AnthropicClient,
  relay: Relay = createRelay(),
): Promise<NestExpressApplication> {
  const module = {
    module: AppModule,
    controllers: [ChatController],
    providers: [{ provide: AnthropicClient, useValue: client }],
  };
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: ['error', 'warn'] });
  // It keeps off event streams, since they say no-transform.
  app.use(compression());
  const allow = { models: ['claude-sonnet-5'], maxTokens: 1024 };
  app.use('/api/anthropic', toNodeHandler(proxyHandler({ client, allow, authorize: 'everyone' })));
  app.use(
    '/api/replies',
    toNodeHandler(relayHandler(relay, { client, allow, authorize: 'everyone', keepParams: true })),
  );
  return app;
}
