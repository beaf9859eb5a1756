/** Splits text that arrives in pieces. The joined segments of `push` and `rest` equal the text. */
export interface TextCutter {
  /** Takes a piece and returns the segments that no later text can change. */
  push: (piece: string) => string[];
  /** Returns the text that is still open as segments; for the end of the text. */
  rest: () => string[];
  /** UTF-16 code units that are open. */
  held: () => number;
}
