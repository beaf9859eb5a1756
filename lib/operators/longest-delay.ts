/** The longest delay of a timer, in ms; a longer one would fire at once. */
export const longestDelay = 2 ** 31 - 1;
