import type { Issue } from '../types/issue.ts';
import { issueTexts } from './issue-texts.ts';
import { StreamError } from './stream-error.ts';

/** One server-sent event is not valid JSON, or is a known event whose fields are wrong. */
export class MalformedEventError extends StreamError {
  /** The `data` of the event, up to 500 characters. */
  readonly data: string;
  /** The wrong fields; empty if `data` is not valid JSON. */
  readonly issues: readonly Issue[];

  constructor(fields: { readonly data: string; readonly issues?: readonly Issue[]; readonly cause?: unknown }) {
    const what = fields.issues ? issueTexts(fields.issues).join('; ') : 'not valid JSON';
    super(`An event of the stream cannot be read (${what}).`, fields);
    this.data = fields.data.slice(0, 500);
    this.issues = fields.issues ?? [];
  }

  override get name(): string {
    return 'MalformedEventError';
  }
}
