import type { BetaMessageCreateParams } from '../types/beta-message-create-params.ts';
import type { Issue } from '../types/issue.ts';
import type { RunnableTool } from './tool.ts';

/** What a run could not work with. A run that may have no tool at work would wait for ever. */
export function checkRun(
  params: BetaMessageCreateParams,
  options: { readonly tools: readonly RunnableTool[]; readonly maxTurns: number; readonly concurrency: number },
): Issue[] {
  const counts = (['maxTurns', 'concurrency'] as const)
    .filter((name) => !isCount(options[name]))
    .map((name) => ({ path: name, message: 'must be a whole number from 1 on; leave it out for no limit' }));
  const names = [...(params.tools ?? []), ...options.tools].map((tool) => ('name' in tool ? tool.name : undefined));
  const twice = new Set(names.filter((name, place) => name !== undefined && names.indexOf(name) !== place));
  return [
    ...counts,
    ...[...twice].map((name) => ({ path: 'tools', message: `must not hold two with the name "${name}"` })),
  ];
}

function isCount(value: number): boolean {
  return value === Infinity || (Number.isSafeInteger(value) && value >= 1);
}
