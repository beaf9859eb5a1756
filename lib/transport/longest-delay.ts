/** The longest delay of a timer, in ms, about 24.8 days: runtimes fire a longer one at once. */
export const longestDelay = 2 ** 31 - 1;
