/** Models and the day on which the API stops serving them. */
const retirements = new Map<unknown, string>([
  ['claude-mythos-preview', 'June 30th, 2026'],
  ['claude-opus-4-5', 'January 22nd, 2027'],
  ['claude-opus-4-5-20251101', 'January 22nd, 2027'],
  ['claude-sonnet-4-5', 'November 30th, 2026'],
  ['claude-sonnet-4-5-20250929', 'November 30th, 2026'],
]);

/** Models that should use adaptive thinking. */
const adaptive = new Set<unknown>(['claude-opus-4-6', 'claude-mythos-preview']);

/** The deprecated features in params, one sentence each. */
export function deprecationsOf(params: object): string[] {
  const { model, thinking } = params as { readonly model?: unknown; readonly thinking?: { readonly type?: unknown } }; // validated
  const warnings: string[] = [];
  const date = retirements.get(model);
  if (date !== undefined) {
    warnings.push(
      `Model ${String(model)} is deprecated; its end of life is ${date}. Move to a newer model: ` +
        'https://docs.anthropic.com/en/docs/resources/model-deprecations',
    );
  }
  if (adaptive.has(model) && thinking?.type === 'enabled') {
    warnings.push(`Model ${String(model)}: thinking.type "enabled" is deprecated; use thinking: { type: "adaptive" }.`);
  }
  return warnings;
}
