/** One question, typed by no SDK, so that all take it. */
export const ask = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};
