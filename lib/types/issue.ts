/** One thing that is wrong with a value, and where. */
export interface Issue {
  /** Where it is, such as `messages[0].role`. */
  readonly path: string;
  /** What is wrong and how to mend it. */
  readonly message: string;
}
