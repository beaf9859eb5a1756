import { checkFields, type OptionRule, required } from '../errors/check-options.ts';
import { isFields } from '../types/is-fields.ts';
import type { BetaUsage } from '../types/usage.ts';

/** Prices of one model per million tokens, in any currency. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
  /** The price of input tokens read from the prompt cache. Default: the price of `input`. */
  readonly cacheRead?: number | undefined;
  /** The price of input tokens written to the prompt cache. Default: the price of `input`. */
  readonly cacheWrite?: number | undefined;
}

const byModel: OptionRule = {
  allows: isFields,
  expected: 'an object of prices by model',
};
const aPrice: OptionRule = {
  allows: (value) => Number.isFinite(value) && Number(value) >= 0,
  expected: 'a price per million tokens, 0 or more',
};
const priceRules = { input: required(aPrice), output: required(aPrice), cacheRead: aPrice, cacheWrite: aPrice };

/** Throws `InvalidOptionsError`, which names the model and the wrong price. */
export function checkPrices(prices: Readonly<Record<string, TokenPrices>>): void {
  checkFields('streamMetrics', { prices }, { prices: byModel });
  for (const [model, given] of Object.entries(prices)) {
    checkFields(`streamMetrics, prices['${model}']`, given, priceRules);
  }
}

/** `undefined` without prices for the model or without its token counts, which some servers omit. */
export function costOf(
  usage: Partial<BetaUsage>,
  model: string,
  prices: Readonly<Record<string, TokenPrices>>,
): number | undefined {
  // Own properties only: a server may call its model "constructor".
  const price = Object.hasOwn(prices, model) ? prices[model] : undefined;
  const { input_tokens: inputTokens, output_tokens: outputTokens } = usage;
  if (!price || inputTokens === undefined || outputTokens === undefined) return undefined;
  const { input, output, cacheRead = input, cacheWrite = input } = price;
  const millionths =
    inputTokens * input +
    outputTokens * output +
    (usage.cache_read_input_tokens ?? 0) * cacheRead +
    (usage.cache_creation_input_tokens ?? 0) * cacheWrite;
  return millionths / 1_000_000;
}
