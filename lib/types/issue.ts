/** One problem of a value, and its place. */
export interface Issue {
  /** The path to the value, such as `messages[0].role`. */
  readonly path: string;
  /** The problem and the fix. */
  readonly message: string;
}
