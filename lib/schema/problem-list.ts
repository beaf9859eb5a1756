import type * as z from 'zod/v4/core';
import type { Issue } from '../types/issue.ts';
import { issuesOf } from './issues-of.ts';

/** The issues of params: the first ones, and the number of the others. */
export interface Problems {
  readonly issues: readonly Issue[];
  readonly more: number;
}

/** The most issues to keep. */
const kept = 10;

/** Collects issues and only counts those after the tenth, so that a long wrong list stays a short error. */
export class ProblemList implements Problems {
  readonly issues: Issue[] = [];
  more = 0;

  add(path: string, message: string): void {
    if (this.issues.length < kept) this.issues.push({ path, message });
    else this.more += 1;
  }

  /** Adds the issues that a schema finds in `value` at `path`. */
  check(path: string, schema: z.$ZodType, value: unknown): void {
    for (const issue of issuesOf(schema, value, path)) this.add(issue.path, issue.message);
  }
}
