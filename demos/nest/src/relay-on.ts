import { createClient } from '@redis/client';
import { type AnthropicClient, continuationParams, type MessageCreateParams } from 'anthropic-rxjs';
import { createRelay, memoryLog, type Relay } from 'anthropic-rxjs/relay';
import { redisLog } from 'anthropic-rxjs/relay/redis';

/** A relay that shares its replies with all processes on this Redis; without one, in the memory of this process. */
export function relayOn(client: AnthropicClient, redisURL: string | undefined): Relay {
  return createRelay({
    log: redisURL === undefined ? memoryLog() : redisLog(createClient({ url: redisURL })),
    lease: 3_000,
    // Of a process that died, another goes on.
    recover: (_id, partialMessage, context) => {
      const { params } = context as { params: MessageCreateParams }; // keepParams of the handler
      return client.messages.stream(partialMessage ? continuationParams(params, partialMessage) : params);
    },
  });
}
