/** Marks the end of a prefix to be kept in the prompt cache. */
export interface CacheControlEphemeral {
  type: 'ephemeral';
  /** How long it stays. Default `5m`. */
  ttl?: '5m' | '1h' | undefined;
}

/** What most parts of a request may carry. */
export interface Cacheable {
  cache_control?: CacheControlEphemeral | null | undefined;
}
