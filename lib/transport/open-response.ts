/** A response whose body is still open. Its receiver owns it and calls `close` at the end. */
export interface OpenResponse {
  readonly response: Response;
  /** Its address, without query. */
  readonly url: string;
  /** Aborts the request down to the socket; without effect once the body has been read to its end. */
  readonly close: () => void;
}
