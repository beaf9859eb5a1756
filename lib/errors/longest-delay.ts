/** The longest delay of a timer, in ms; a longer one would fire immediately. */
export const longestDelay = 2 ** 31 - 1;
