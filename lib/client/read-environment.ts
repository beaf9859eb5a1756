import { wrongOption } from '../errors/wrong-option.ts';

/**
 * A variable, trimmed. Browsers and workers have no environment, Deno may deny it; an empty variable counts as
 * absent.
 */
export function environment(name: string): string | null {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }; // only Node and compatible runtimes
  try {
    return process?.env?.[name]?.trim() || null;
  } catch {
    return null;
  }
}

/** The pairs in ANTHROPIC_CUSTOM_HEADERS, one `Name: value` per line. */
export function customHeaders(): readonly (readonly [string, string])[] {
  const lines = environment('ANTHROPIC_CUSTOM_HEADERS')?.split(/\r?\n/) ?? [];
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const colon = line.indexOf(':');
    if (colon > 0) return [[line.slice(0, colon).trim(), line.slice(colon + 1)] as const];
    const message = `line ${i + 1} must be a header such as "Name: value"`;
    throw wrongOption('AnthropicClient', 'ANTHROPIC_CUSTOM_HEADERS', message);
  });
}
