/** An address in two parts. */
export interface SplitAddress {
  /** The address without its query and hash, and without a slash at the end. */
  readonly path: string;
  /** The query and the hash. */
  readonly query: string;
}

/** Splits an absolute or relative address where its path can be extended. */
export function splitAddress(url: string): SplitAddress {
  const end = url.search(/[?#]|$/);
  return { path: url.slice(0, end).replace(/\/$/, ''), query: url.slice(end) };
}
