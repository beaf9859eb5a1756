/** A response whose body is still open. Whoever receives it owns it and calls `close` in the end. */
export interface OpenResponse {
  readonly response: Response;
  /** Where it came from, without query. */
  readonly url: string;
  /** Aborts the request down to the socket; without effect once the body has been read to its end. */
  readonly close: () => void;
}
