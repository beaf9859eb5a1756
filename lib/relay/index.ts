export { type AllowPolicy, safeBlocks, safeParams } from './allow-policy.ts';
export { proxyHandler, type ProxyOptions } from './proxy-handler.ts';
export { type NodeRequest, type NodeResponse, toNodeHandler } from './to-node-handler.ts';
