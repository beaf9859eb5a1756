import type { AnthropicClient } from 'anthropic-rxjs';
import type { Observable } from 'rxjs';

/** One thing to see. It prints while it runs; what it emits is not looked at. */
export interface Demo {
  /** What it shows, in one line. */
  readonly shows: string;
  readonly run: (client: AnthropicClient) => Observable<unknown>;
}

/** Prints without a line end. */
export const write = (text: string): void => void process.stdout.write(text);

/** The model all demos ask. */
export const model = 'claude-sonnet-5';
