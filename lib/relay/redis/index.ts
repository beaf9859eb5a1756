export { fromIORedis, type IORedisClient } from './from-ioredis.ts';
export type { NodeRedisClient } from './from-node-redis.ts';
export type { RedisConnection, RedisConnector, RedisEvents } from './redis-connection.ts';
export { redisLog, type RedisLogOptions } from './redis-log.ts';
