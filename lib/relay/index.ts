export { type AllowPolicy, safeBlocks, safeParams } from './allow-policy.ts';
export { proxyHandler, type ProxyOptions } from './proxy-handler.ts';
export { type NodeRequest, type NodeResponse, toNodeHandler } from './to-node-handler.ts';
export { createRelay, type RelayOptions } from './create-relay.ts';
export { memoryLog, type MemoryLogOptions } from './memory-log.ts';
export type { AttachOptions } from './reader.ts';
export type { Relay, RelayStatus } from './relay.ts';
export type { RelayEntry, RelayHint, RelayLog } from './relay-log.ts';
export type { RelayedEvent } from './relayed-event.ts';
