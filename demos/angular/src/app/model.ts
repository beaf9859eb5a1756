/** The model that most pages ask. */
export const model = 'claude-sonnet-5';

/** The models that are compared. */
export const models = ['claude-haiku-4-5', 'claude-sonnet-5', 'claude-opus-4-8'] as const;
