/** The largest event that a stream accepts by default, in characters: 16 MiB. */
export const defaultMaxEventBytes = 16 * 1024 * 1024;
