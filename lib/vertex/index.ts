export type { CloudCredential } from '../clouds/ask-credential.ts';
export type { CloudClientOptions, CloudOptions } from '../clouds/cloud-options.ts';
export { vertex } from './vertex.ts';
export type { VertexOptions } from './vertex-options.ts';
