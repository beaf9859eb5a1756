import {
  aBoolean,
  aFunction,
  anAbortSignal,
  anArray,
  checkOptions,
  countFrom,
  type OptionRule,
  required,
} from '../errors/check-options.ts';
import { InvalidOptionsError } from '../errors/invalid-options-error.ts';
import { wrongOption } from '../errors/wrong-option.ts';
import { InvalidParamsError } from '../errors/invalid-params-error.ts';
import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { Issue } from '../types/issue.ts';
import { isObservableInput } from './from-value.ts';
import { isMessageSource } from './message-source.ts';
import type { RunnableTool } from './tool.ts';

const rules: Readonly<Record<string, OptionRule>> = {
  tools: required(anArray),
  maxTurns: countFrom(1),
  concurrency: countFrom(1), // a run without a running tool would never end
  eager: aBoolean,
  approve: aFunction,
  stopWhen: aFunction,
  prepareTurn: aFunction,
  steer$: {
    allows: (value) => Array.isArray(value) || isObservableInput(value),
    expected: 'an Observable of user messages',
  },
  signal: anAbortSignal,
};

/** Throws `InvalidOptionsError` for anything that sends no requests. */
export function checkSource(owner: string, source: unknown): void {
  if (isMessageSource(source)) return;
  const message = 'must be client.messages, client.beta.messages or a function such as (params) => events$';
  throw wrongOption(owner, 'source', message);
}

/** Throws `InvalidOptionsError` for options that make a run impossible. */
export function checkRun(
  owner: string,
  source: unknown,
  params: BetaMessageCreateParams | null | undefined,
  options: { readonly tools: readonly RunnableTool[] },
): void {
  checkSource(owner, source);
  checkOptions(owner, options, rules);
  const wrong = options.tools.flatMap((tool, place) => (isTool(tool) ? [] : [notATool(place)]));
  if (wrong.length > 0) throw new InvalidOptionsError(owner, wrong);
  const apiTools = params?.tools;
  const names = [...(Array.isArray(apiTools) ? apiTools : []), ...options.tools].map((tool) =>
    'name' in tool ? tool.name : undefined,
  );
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) {
    if (name === undefined) continue;
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  if (twice.size === 0) return;
  const issues = [...twice].map((name): Issue => ({
    path: 'tools',
    message: `contains several tools with the name "${name}"`,
  }));
  throw new InvalidOptionsError(owner, issues);
}

/** Throws `InvalidParamsError` for params without a conversation, and for those with which a run would never end. */
export function checkTurns(params: BetaMessageCreateParams | null | undefined): void {
  if (!Array.isArray(params?.messages)) {
    const message = 'must be an array of turns, such as [{ role: "user", content: "Hello" }]';
    throw new InvalidParamsError([{ path: 'messages', message }]);
  }
  if (params.compaction == null) return;
  const message = 'makes every reply of the run a summary; request the summary with messages.stream()';
  throw new InvalidParamsError([{ path: 'compaction', message }]);
}

/** It does not read `definition`, which `tool()` creates for the first request. */
function isTool(tool: unknown): boolean {
  if (typeof tool !== 'object' || tool === null || !('definition' in tool)) return false;
  return 'name' in tool && typeof tool.name === 'string' && 'run' in tool && typeof tool.run === 'function';
}

function notATool(place: number): Issue {
  return { path: `tools.${place}`, message: 'must have name, definition and run; make it with tool()' };
}
