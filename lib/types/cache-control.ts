/** Marks the end of a prefix for the prompt cache. */
export interface CacheControlEphemeral {
  type: 'ephemeral';
  /** How long the cache keeps it. Default `5m`. */
  ttl?: '5m' | '1h' | undefined;
}

/** The field that most parts of a request may have. */
export interface Cacheable {
  cache_control?: CacheControlEphemeral | null | undefined;
}
