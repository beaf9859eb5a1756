import type { AnthropicClient } from 'anthropic-rxjs';
import type { Observable } from 'rxjs';

/** One demo. It prints while it runs; its emissions are ignored. */
export interface Demo {
  /** Its description, in one line. */
  readonly shows: string;
  readonly run: (client: AnthropicClient) => Observable<unknown>;
}

/** Prints without a line end. */
export const write = (text: string): void => void process.stdout.write(text);

/** The model of all demos. */
export const model = 'claude-sonnet-5';
